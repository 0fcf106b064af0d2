"""Which values are alive where: what a method must be given, and what may be read before it was set.

A backward analysis of reads and a forward one of assignments over the acyclic graph of one list of steps. Variables are
`input`, `ctx`, `error` and the like (see `plan.INPUT`) and node ids (their outputs), as far as they are variables here:
those of this list and of the lists around it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import final

from wfc.ir.expressions import Expr, Name, StepDone, StepOutput
from wfc.ir.nodes import Arm, Catch, Fail, FailAgain, ForEach, Succeed
from wfc.ir.parts import walk
from wfc_targets.temporal.plan import CONTEXT, ERROR, INPUT, ITEM, SAGA
from wfc_targets.temporal.reads import compensation_of, own_expressions, undo_expressions
from wfc_targets.temporal.vertices import END, Graph, Vertex, goes_to

_ROOTS = {"input": INPUT, "ctx": CONTEXT, "error": ERROR, "item": ITEM}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a list of steps stands in. `known`: the nodes whose outputs are variables here. `kept`: as in the plan.
    `inner`: what the blocks of a node read from here. `result`: what the end of the run reads. `is_inner`: there is a
    list around it.
    """

    known: frozenset[str]
    kept: frozenset[str]
    inner: Mapping[str, frozenset[str]]
    result: Expr | None
    is_inner: bool


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Liveness:
    """By vertex: what is read from there on, what some path and what every path has set before."""

    live: Mapping[str, frozenset[str]]
    may: Mapping[str, frozenset[str]]
    must: Mapping[str, frozenset[str]]


def read_from(graph: Graph, around: Surroundings) -> dict[str, frozenset[str]]:
    """What is read from each vertex on, to the end of the list."""
    live = {END: frozenset(_names(around.result, around))}
    for vertex in reversed(list(graph.vertices.values())):
        found = set(_own_reads(vertex, around))
        edges: tuple[Arm | Catch, ...] = (*vertex.arms, *vertex.catches)
        for edge in edges:
            after = _after(edge, live, vertex, around, yields=graph.yields)
            if isinstance(edge, Arm):
                read = set(_names(edge.condition, around, vertex.node.id))
                found |= read | (after - _set_by(vertex))
            else:
                found |= after - {ERROR}
        live[vertex.id] = frozenset(found)
    return live


def _after(
    edge: Arm | Catch, live: Mapping[str, frozenset[str]], at: Vertex, around: Surroundings, *, yields: bool
) -> frozenset[str]:
    match edge.target:
        case FailAgain():
            return frozenset({ERROR})
        case Fail() as target:
            return frozenset(_names(target.message, around, at.node.id))
        case Succeed() if yields:
            return frozenset({at.node.id} & around.kept if isinstance(edge, Arm) else ())
        case target:
            return live[goes_to(target, yields=yields) or END]


def _set_by(vertex: Vertex) -> set[str]:
    return {vertex.node.id} if vertex.performs else set()


def assigned(
    graph: Graph, live: Mapping[str, frozenset[str]], may_before: frozenset[str], must_before: frozenset[str]
) -> Liveness:
    """What is set before each vertex, of what is live there: nobody asks for the rest, and it would only grow.

    `may_before` and `must_before` are set before the list begins.
    """
    may, must = {graph.start: may_before & live[graph.start]}, {graph.start: must_before & live[graph.start]}
    for vertex in graph.vertices.values():
        if vertex.id not in may:
            continue
        edges = [(arm.target, _set_by(vertex)) for arm in vertex.arms]
        edges += [(catch.target, {ERROR}) for catch in vertex.catches]
        for target, new in edges:
            if (after := goes_to(target, yields=graph.yields)) is not None:
                may[after] = may.get(after, frozenset()) | ((may[vertex.id] | new) & live[after])
                arriving = (must[vertex.id] | new) & live[after]
                must[after] = must[after] & arriving if after in must else arriving
    return Liveness(live=live, may=may, must=must)


def _own_reads(vertex: Vertex, around: Surroundings) -> Iterator[str]:
    node = vertex.node
    if not vertex.performs:
        return
    for expr in own_expressions(node):
        yield from _names(expr, around)
    for expr in undo_expressions(node):
        yield from (name for name in _names(expr, around) if name not in {ERROR, "", node.id})
    if around.is_inner and compensation_of(node) is not None:
        yield SAGA
    inner = around.inner.get(node.id, frozenset())
    yield from inner - ({ITEM} if isinstance(node, ForEach) else set()) - (set() if around.is_inner else {SAGA})


def _names(expr: Expr | None, around: Surroundings, at: str = "") -> Iterator[str]:
    """The variables an expression reads; `output` is that of the step `at`."""
    for part in walk(expr) if expr is not None else ():
        match part:
            case Name() if part.name in _ROOTS:
                yield _ROOTS[part.name]
            case Name(name="output") if at:
                yield at
            case StepOutput() | StepDone() if part.step in around.known:
                yield part.step
            case _:
                pass
