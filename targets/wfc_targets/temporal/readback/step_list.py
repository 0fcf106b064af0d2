"""A list of steps on the way: what has been reached of it, and how it has ended so far."""

from dataclasses import dataclass, field, replace
from heapq import heappush
from typing import final

from wfc_targets.temporal.readback.decisions import Arrives
from wfc_targets.temporal.readback.inside import Block
from wfc_targets.temporal.readback.misread import expect
from wfc_targets.temporal.readback.source import Source
from wfc_targets.temporal.readback.state import merged
from wfc_targets.temporal.readback.terms import Term


@final
@dataclass(slots=True, kw_only=True)
class StepList:
    """A list of steps on the way. `block`: where it stands, from the outside in. `is_read`: what it yields is kept.
    `arrivals`: how nodes are reached that have not been read yet; `succeeded`, `ended`: what is then to be undone.
    """

    source: Source
    block: tuple[Block, ...]
    is_read: bool = False
    arrivals: dict[str, Arrives] = field(default_factory=dict)
    waiting: list[tuple[int, str]] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    succeeded: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    results: set[Term | None] = field(default_factory=set)


def arrive(steps: StepList, one: Arrives) -> None:
    """Note that a way leads to a node of the list."""
    promised = steps.source.promised
    expect(one.node not in steps.done, f"the way leads back to {one.node}", one.at)
    expect(promised.blocks.get(one.node) == steps.block, f"{one.node} stands in another list", one.at)
    known = steps.arrivals.get(one.node)
    if known is None:
        steps.arrivals[one.node] = one
        heappush(steps.waiting, (promised.order[one.node], one.node))
        return
    expect(known.at is one.at and known.behind == one.behind, f"{one.node} stands in two places", one.at)
    steps.arrivals[one.node] = replace(known, state=merged(known.state, one.state, promised.order))
