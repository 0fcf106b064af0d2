"""The strategy: a sound spec and some scenarios of its workflow.

What the checks refuse is no example of anything, so that most of the generator's care is for writing what they accept.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, reject, seed, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider

from tests.conformance.generate.draw import Draw
from tests.conformance.generate.head import TEAM
from tests.conformance.generate.lane import Words
from tests.conformance.generate.scenarios import draw_scenario
from tests.conformance.generate.specs import write_spec
from tests.conformance.steady import is_steady
from wfc.cli.reading import read_specs
from wfc.cli.scenarios import Case
from wfc.diagnostics import Severity
from wfc.feature import Feature
from wfc.ir.nodes import Workflow
from wfc.target import Degraded, Lowered, Native, Target

AVAILABLE_PROVIDERS["plain"] = HypothesisProvider
"""Hypothesis's own way of drawing, without what it does around it for tests that cost nothing (small examples first,
variants of each). Shrinking is the same where somebody asks for it.
"""

SETTINGS = settings(
    backend="plain",
    database=None,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
"""For everybody who plays examples."""

FOUND = Path(__file__).parent.parent / "found"
EVERYTHING: Words = frozenset(Feature)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Example:
    """A spec, and scenarios of the last workflow in it whose journals do not hang on a moment."""

    text: str
    cases: tuple[Case, ...]


Read = Callable[[str], Workflow | None]
"""From the text of a spec to its last workflow; None when the checks refuse it."""


def words_of(target: Target) -> Words:
    """What a target knows of the language."""
    return frozenset(feature for feature, row in target.support.items() if isinstance(row, Native | Lowered | Degraded))


@dataclass(slots=True)
class Shelf:
    """Where specs are written, because they are read from files: one after another in one place."""

    folder: Path

    def __post_init__(self) -> None:
        shutil.copy(FOUND / f"{TEAM}.py", self.folder)

    @property
    def spec(self) -> Path:
        """The file of the spec that was read last."""
        return self.folder / "random_flow.py"

    def read(self, text: str) -> Workflow | None:
        """The last workflow of a spec, if it is sound."""
        self.spec.write_text(text, "utf-8")
        read = read_specs([self.spec], self.folder)
        if any(found.severity is Severity.ERROR for found in read.findings):
            return None
        return read.workflows[self.spec][-1]


@st.composite
def examples(draw: st.DrawFn, spec: Path, read: Read, words: Words, most: int) -> Example:
    """A workflow of these words, with up to `most` scenarios."""
    drawing = Draw(draw)
    text = write_spec(drawing, words)
    workflow = read(text)
    if workflow is None:
        reject()
    can_cancel = Feature.CANCEL in words
    scenarios = [
        draw_scenario(drawing, workflow, can_cancel, f"number-{number}") for number in range(1 + drawing.number(most))
    ]
    cases = [Case(spec=spec, workflow=workflow, scenario=scenario) for scenario in scenarios]
    return Example(text=text, cases=tuple(case for case in cases if is_steady(case)))


def check_examples(
    check: Callable[[Example], None], shelf: Shelf, words: Words, most: int, scenarios: int = 8, number: int = 1
) -> None:
    """Check `most` examples, the same ones for a number; of the first that fails the spec is printed."""
    failed: list[AssertionError] = []

    @seed(number)
    @settings(SETTINGS, max_examples=most)
    @given(examples(shelf.spec, shelf.read, words, scenarios))
    def run(example: Example) -> None:
        try:
            check(example) if not failed else None
        except AssertionError as error:
            print(example.text)
            failed.append(error)

    run()
    if failed:
        raise failed[0]
