"""For every point where a run can fail: which compensations are due, in which order, and which of them certainly.

The completed-set analysis (C1, C2). A target needs it to emit a static chain of compensations, with a test only where
two paths with different histories join. Runs last, on nodes in canonical order. Total.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_
from typing import TypeAlias, final

from wfc.analysis.graph import Graph, graphs_in
from wfc.analysis.history import Histories, History, histories
from wfc.analysis.node_sets import Numbers, bits_of
from wfc.ir.nodes import Call, Due, FailurePoint, ForEach, Node, Step, Undo, UndoEach, Workflow
from wfc.ir.walk import blocks_of, undoable

Bits: TypeAlias = bytes
"""A set of nodes, a 1 at place n for the one with number n: a look-up takes no longer when there are thousands."""

_DIGITS = bytes.maketrans(b"01", b"\0\1")


def list_compensations(workflow: Workflow, graph: Graph) -> Workflow:
    """The workflow with `failure_points` filled: two for every node of its own list that can be reached."""
    found = histories(graph)
    listing = _listing(workflow, graph, found)
    points = tuple(
        point
        for node in workflow.nodes
        if node.id in found.before
        for point in (
            FailurePoint(node=node.id, after="failure", undo=listing.due(found.failed[node.id])),
            FailurePoint(node=node.id, after="success", undo=listing.due(found.succeeded[node.id])),
        )
    )
    return replace(workflow, failure_points=points)


@final
@dataclass(frozen=True, slots=True)
class _Held:
    """A node with a compensation."""

    number: int
    certain: Undo
    perhaps: Undo


@final
@dataclass(frozen=True, slots=True)
class _HeldInBody:
    """What a `ForEach` holds; `certain` has certainly succeeded in an element that ended with success."""

    for_each: str
    number: int
    held: "tuple[_Held | _HeldInBody, ...]"
    certain: Bits


Held: TypeAlias = tuple[_Held | _HeldInBody, ...]


@final
@dataclass(frozen=True, slots=True)
class _Listing:
    """What is due is listed once for all points at which the same is: most steps have nothing to undo.

    Of what succeeded and failed only `undoable` counts, of what failed only `attempted`, and of what is certain
    the `bodies` too.
    """

    held: Held
    undoable: int
    attempted: int
    bodies: int
    size: int
    _listed: dict[tuple[int, int], tuple[Due, ...]] = field(default_factory=dict)

    def due(self, history: History) -> tuple[Due, ...]:
        """What is due, the latest first. A step that failed may have made no attempt (S4), so `attempted` is never
        certain from a failure.
        """
        due = history.may_succeed.bits & self.undoable | history.may_fail.bits & self.attempted
        certain = history.must_succeed.bits & (self.undoable | self.bodies)
        if (due, certain) not in self._listed:
            listed = _due(self.held, _bits(due, self.size), _bits(certain, self.size), _bits(0, self.size))
            self._listed[due, certain] = tuple(listed)
        return self._listed[due, certain]


def _listing(workflow: Workflow, graph: Graph, found: Histories) -> _Listing:
    numbers = found.numbers
    bodies = {node: inner.blocks[node][0] for inner in graphs_in(graph) for node in inner.repeated}
    certain = {node: _bits(_certain(body, found), len(numbers)) for node, body in bodies.items()}
    holding = undoable(workflow)
    attempted = (node.id for node in holding if node.compensation is not None and node.compensation.when == "attempted")
    return _Listing(
        held=tuple(_held(workflow.nodes, numbers, certain)),
        undoable=bits_of((node.id for node in holding), numbers),
        attempted=bits_of(attempted, numbers),
        bodies=bits_of(bodies, numbers),
        size=len(numbers),
    )


def _certain(body: Graph, found: Histories) -> int:
    """What has certainly succeeded in an element that ended with success."""
    ends = (found.along(edge) for edge in body.edges if edge.end == "succeed" and edge.source in found.before)
    certain = [end.must_succeed.bits for end in ends]
    return reduce(and_, certain) if certain else 0


def _held(nodes: tuple[Node, ...], numbers: Numbers, certain: Mapping[str, Bits]) -> Iterator[_Held | _HeldInBody]:
    """What is held, the latest first."""
    for node in reversed(nodes):
        if isinstance(node, ForEach):
            if held := tuple(_held(node.body.nodes, numbers, certain)):
                yield _HeldInBody(node.id, numbers[node.id], held, certain[node.id])
            continue
        for block in reversed(blocks_of(node)):
            yield from _held(block.nodes, numbers, certain)
        if isinstance(node, Step | Call) and node.compensation is not None:
            undo = Undo(step=node.id, certain=True)
            yield _Held(numbers[node.id], certain=undo, perhaps=replace(undo, certain=False))


def _due(held: Held, due: Bits, certain: Bits, nobody: Bits) -> list[Due]:
    found: list[Due] = []
    for one in held:
        if isinstance(one, _HeldInBody):
            inside = one.certain if certain[one.number] else nobody
            undo = _due(one.held, due, inside, nobody)
            if undo:
                found.append(UndoEach(for_each=one.for_each, undo=tuple(undo)))
        elif due[one.number]:
            found.append(one.certain if certain[one.number] else one.perhaps)
    return found


def _bits(nodes: int, size: int) -> Bits:
    return f"{nodes:0{size}b}"[::-1].encode().translate(_DIGITS)
