"""Structured code from the graph: blocks, fall-through and methods in place of jumps.

What one edge leads to is written where the edge is. A vertex where paths join stands behind the construct that all of
them come from, when each can fall through to it; otherwise it becomes a method, and so does what would be nested too
deep to read. The main path stays a flat sequence. Deciding for a method can make another one necessary, so the blocks
are built again until nothing changes: as often as there are kinds of joins, in practice twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import final

from wfc.ir import nodes as core
from wfc.ir.nodes import Arm, Catch, Choice, Fail, Succeed
from wfc_targets.temporal.plan import (
    CONTEXT,
    ERROR,
    INPUT,
    ITEM,
    SAGA,
    Branch,
    Code,
    FailAgain,
    Finish,
    GoOn,
    Handled,
    Method,
    Of,
    Perform,
    Refuse,
    Statement,
    Switch,
    Variable,
    Yield,
)
from wfc_targets.temporal.variables import Liveness
from wfc_targets.temporal.vertices import END, Graph, Vertex, goes_to

START = "start"
_DEEPEST = 3
_NOWHERE = "nowhere?"


@final
@dataclass(slots=True, kw_only=True)
class _Builder:
    """What is known while blocks are built: the `joins` that each vertex dominates, and `methods`, which grows."""

    graph: Graph
    liveness: Liveness
    has_result: bool
    joins: Mapping[str, tuple[str, ...]]
    methods: set[str] = field(default_factory=set)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """A list of steps to be structured. `start` is what its first method is called after; `order` are all variables
    there can be, in the order in which methods take them.
    """

    start: str
    place: tuple[Of, ...]
    has_result: bool
    order: tuple[str, ...]


def structure(routine: Routine, graph: Graph, liveness: Liveness) -> tuple[Method, ...]:
    """The methods of a list of steps: the start, then the joins in canonical order."""
    builder = _Builder(graph=graph, liveness=liveness, has_result=routine.has_result, joins=_joins(graph))
    while True:
        known = set(builder.methods)
        heads = [graph.start, *(vertex for vertex in (*graph.vertices, END) if vertex in known)]
        codes = {head: _block(builder, head, "", 0, head=True) for head in dict.fromkeys(heads)}
        if builder.methods == known:
            break
    first, *others = heads
    methods = [_method(builder, routine, routine.start, first, codes[first])]
    return (*methods, *(_method(builder, routine, head, head, codes[head]) for head in others))


def _joins(graph: Graph) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for vertex in (*graph.vertices, END):
        if graph.entries.get(vertex, 0) > 1:
            above = graph.dominator[vertex]
            found[above] = (*found.get(above, ()), vertex)
    return found


def _method(builder: _Builder, routine: Routine, name: str, head: str, code: Code) -> Method:
    live, may, must = (table[head] for table in (builder.liveness.live, builder.liveness.may, builder.liveness.must))
    given = {INPUT, CONTEXT, *((ITEM, SAGA) if routine.place else ())}
    order = routine.order
    parameters = [Variable(id=one, certain=one in must | given) for one in order if one in live & (may | given)]
    return Method(
        vertex=name,
        place=routine.place,
        yields=builder.graph.yields,
        parameters=tuple(parameters),
        unset=tuple(one for one in order if one in live - may - given),
        code=code,
    )


def _block(builder: _Builder, vertex: str, follow: str, depth: int, *, head: bool = False) -> Code:
    """Statements from a vertex to the end of the run, or until they reach `follow`, which stands behind them."""
    done: list[Statement] = []
    at: str | None = vertex
    placed = vertex if head else ""
    while at is not None and at != follow:
        if at != placed and _is_method(builder, at, depth):
            return (*done, GoOn(method=at))
        if at == END:
            return (*done, Finish())
        statements, at, placed = _construct(builder, builder.graph.vertices[at], follow, depth)
        done += statements
    return tuple(done)


def _is_method(builder: _Builder, at: str, depth: int) -> bool:
    joins = builder.graph.entries[at] > 1
    if (joins or depth > _DEEPEST) and (at != END or (joins and builder.has_result)):
        builder.methods.add(at)
    return at in builder.methods


def _construct(builder: _Builder, vertex: Vertex, follow: str, depth: int) -> tuple[list[Statement], str | None, str]:
    """The statements for one vertex, where the block goes on, and the join that may stand there."""
    if vertex.performs:
        return _perform(builder, vertex, depth)
    join = _join(builder, vertex)
    behind = join or follow
    switch = Switch(
        node=vertex.node.id,
        choice=vertex.node if isinstance(vertex.node, Choice) else None,
        arms=tuple((arm, _branch(builder, vertex, arm, behind, depth + 1)) for arm in vertex.arms),
        handled=tuple(_handled(builder, vertex, catch, _NOWHERE, depth + 1) for catch in vertex.catches),
    )
    return [switch], behind or None, join


def _perform(builder: _Builder, vertex: Vertex, depth: int) -> tuple[list[Statement], str | None, str]:
    (arm,) = vertex.arms
    after = goes_to(arm.target, yields=builder.graph.yields)
    behind = after or _NOWHERE
    handled = tuple(_handled(builder, vertex, catch, behind, depth + 1) for catch in vertex.catches)
    statements: list[Statement] = [Perform(node=vertex.node, handled=handled)]
    if after is None:
        return [*statements, _end(arm, vertex)], None, ""
    belongs_here = builder.graph.dominator[after] == vertex.id and after not in builder.methods
    return statements, after, after if belongs_here else ""


def _join(builder: _Builder, vertex: Vertex) -> str:
    """Where the arms of a choice meet again: the first join that this vertex dominates and that is no method."""
    return next((join for join in builder.joins.get(vertex.id, ()) if join not in builder.methods), "")


def _branch(builder: _Builder, vertex: Vertex, edge: Arm | Catch, follow: str, depth: int) -> Branch:
    after = goes_to(edge.target, yields=builder.graph.yields)
    block = (_end(edge, vertex),) if after is None else _block(builder, after, follow, depth)
    return Branch(block=block, falls_to=None if _ends(block) or follow == _NOWHERE else follow or None)


def _handled(builder: _Builder, vertex: Vertex, catch: Catch, follow: str, depth: int) -> Handled:
    branch = _branch(builder, vertex, catch, follow, depth)
    keeps = branch.falls_to is not None and ERROR in builder.liveness.live.get(branch.falls_to, ())
    after = goes_to(catch.target, yields=builder.graph.yields)
    if after is not None:
        reads = ERROR in builder.liveness.live[after]
    else:
        reads = isinstance(catch.target, core.FailAgain) or _has_message(catch.target)
    return Handled(types=catch.types, branch=branch, reads_error=reads, keeps_error=keeps)


def _has_message(target: core.Target) -> bool:
    return isinstance(target, Fail) and target.message is not None


def _end(edge: Arm | Catch, vertex: Vertex) -> Statement:
    match edge.target:
        case Fail():
            return Refuse(target=edge.target, node=vertex.node.id)
        case Succeed():
            return Yield(node=vertex.node if isinstance(edge, Arm) else None)
        case _:
            return FailAgain()


def _ends(block: Sequence[Statement]) -> bool:
    """Does no path leave the block at its end?"""
    match block[-1:]:
        case (GoOn() | Finish() | Yield() | Refuse() | FailAgain(),):
            return True
        case (Switch() as switch,):
            return all(branch.falls_to is None for _, branch in switch.arms)
        case _:
            return False
