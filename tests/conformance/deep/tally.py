"""What was played and what came of it, as numbers that can be added up and kept as JSON."""

from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from tests.conformance.found_files import scenario_text, spec_text
from wfc.cli.scenarios import Case

SLOWEST = 5
COUNTERS = ("refused", "explained", "coverage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """A spec and a scenario as files, and how the journals differ. `is_smallest`: nothing more can be left out."""

    spec: str
    scenario: str
    differences: tuple[str, ...]
    is_smallest: bool = False

    @classmethod
    def of(cls, text: str, case: Case, differences: tuple[str, ...]) -> "Divergence":
        """As it was found."""
        return cls(spec=spec_text(text), scenario=scenario_text(case), differences=differences)

    @property
    def size(self) -> int:
        """How much there is to read."""
        return len(self.spec) + len(self.scenario)


@dataclass(slots=True, kw_only=True)
class Tally:
    """Of a chunk, or of many. `unsteady`: divergences that were gone when played again."""

    workflows: int = 0
    pairs: int = 0
    seconds: float = 0.0
    refused: Counter[str] = field(default_factory=Counter)
    explained: Counter[str] = field(default_factory=Counter)
    coverage: Counter[str] = field(default_factory=Counter)
    slowest: list[tuple[float, str, str]] = field(default_factory=list)
    divergences: list[Divergence] = field(default_factory=list)
    unsteady: list[Divergence] = field(default_factory=list)

    def add_slow(self, seconds: float, text: str, case: Case) -> None:
        """Keep the pair if it is one of the slowest."""
        if len(self.slowest) < SLOWEST or seconds > self.slowest[-1][0]:
            self._keep([(round(seconds, 3), text, scenario_text(case))])

    def add(self, other: "Tally") -> None:
        """Add up."""
        self.workflows += other.workflows
        self.pairs += other.pairs
        self.seconds += other.seconds
        for name in COUNTERS:
            getattr(self, name).update(getattr(other, name))
        self.divergences += other.divergences
        self.unsteady += other.unsteady
        self._keep(other.slowest)

    def _keep(self, slow: list[tuple[float, str, str]]) -> None:
        self.slowest = sorted([*self.slowest, *slow], key=lambda one: one[0], reverse=True)[:SLOWEST]


def _divergence(value: dict[str, Any]) -> Divergence:
    return Divergence(**(value | {"differences": tuple(value["differences"])}))


def to_json(tally: Tally) -> dict[str, Any]:
    """Plain JSON values."""
    counters = {name: dict(getattr(tally, name)) for name in COUNTERS}
    return (
        {one.name: getattr(tally, one.name) for one in fields(tally)}
        | counters
        | {name: [asdict(one) for one in getattr(tally, name)] for name in ("divergences", "unsteady")}
    )


def from_json(value: dict[str, Any]) -> Tally:
    """The inverse."""
    counters = {name: Counter(value[name]) for name in COUNTERS}
    lists = {name: [_divergence(one) for one in value[name]] for name in ("divergences", "unsteady")}
    return Tally(**(value | counters | lists | {"slowest": [tuple(one) for one in value["slowest"]]}))
