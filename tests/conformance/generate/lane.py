"""A list of nodes being written: where its ways lead, and what can be read at each of its nodes.

All ways lead forward, so that when a node is written all ways to it are known, and with them what has certainly
succeeded before it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from tests.conformance.generate.draw import Draw
from tests.conformance.generate.head import names_in
from wfc.feature import Feature

Words = frozenset[Feature]
"""What a spec may use of the language."""

Shape = Literal["receipt", "count", "list", "nothing"]
"""What the output of a node is, as far as later ones read it."""

SEEN = ("input", "ctx", "steps", "item", "index", "output", "error", "run", "key")
"""What lambdas see, in the order in which they are written."""


@dataclass(slots=True, kw_only=True)
class Handler:
    """A step for failures. `rejoins`: where it goes on, None when it ends the run."""

    id: str
    rejoins: str | None
    before: frozenset[str] | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A list of nodes: the workflow's own (`depth` 0), a branch, or a body (`item` is there).

    `known` has every node that was written before, here or around; `before`, for each node that some way leads to,
    what has succeeded on all of them.
    """

    draw: Draw
    words: Words
    names: tuple[str, ...]
    depth: int = 0
    item: bool = False
    around: tuple[Feature, ...] = ()
    known: dict[str, Shape] = field(default_factory=dict)
    before: dict[str, frozenset[str]] = field(default_factory=dict)
    handlers: tuple[Handler, ...] = ()

    def lead_to(self, target: str, succeeded: frozenset[str]) -> None:
        """Note a way to a node."""
        self.before[target] = self.before.get(target, succeeded) & succeeded


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a node is being written."""

    lane: Lane
    id: str
    later: tuple[str, ...]
    handling: bool = False

    @property
    def draw(self) -> Draw:
        """Where it draws from."""
        return self.lane.draw

    @property
    def sure(self) -> frozenset[str]:
        """What has succeeded whenever this node is reached."""
        return self.lane.before.get(self.id, frozenset())

    def may(self, *features: Feature) -> bool:
        """May the spec use all these?"""
        return self.lane.words.issuperset(features)


Writer = Callable[[Spot], str]


def spots(lane: Lane) -> "list[Spot]":
    """The places of a list, in order."""
    return [Spot(lane=lane, id=name, later=lane.names[at + 1 :]) for at, name in enumerate(lane.names)]


def inner(spot: Spot, names: tuple[str, ...], feature: Feature) -> Lane:
    """A list inside of a node: it reads what is known around it, and nothing it does is known elsewhere."""
    lane = spot.lane
    return replace(
        lane,
        names=names,
        depth=lane.depth + 1,
        item=lane.item or feature is Feature.FOR_EACH,
        around=(*lane.around, feature),
        known=dict(lane.known),
        before={names[0]: spot.sure},
        handlers=(),
    )


def seeing(body: str) -> str:
    """A lambda with the parameters that its body reads."""
    said = names_in(body)
    parameters = ", ".join(name for name in SEEN if name in said)
    return f"lambda {parameters}: {body}" if parameters else f"lambda: {body}"
