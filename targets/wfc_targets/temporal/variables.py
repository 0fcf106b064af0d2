"""Which values are alive where: what a method must be given, and what may be read before it was set.

A backward analysis of reads and a forward one of assignments over the acyclic graph. Variables are `input`, `ctx`,
`error` (see `plan.INPUT`) and step ids (their outputs).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import final

from wfc.ir.expressions import Expr, Name, StepDone, StepOutput
from wfc.ir.nodes import Fail, FailAgain, Step, Target, Workflow
from wfc.ir.parts import walk
from wfc_targets.temporal.plan import ERROR
from wfc_targets.temporal.vertices import END, Graph, Vertex, goes_to


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Liveness:
    """By vertex: what is read from there on, what some path and what every path has set before."""

    live: Mapping[str, frozenset[str]]
    may: Mapping[str, frozenset[str]]
    must: Mapping[str, frozenset[str]]


def analyse(workflow: Workflow, graph: Graph) -> Liveness:
    """Both analyses."""
    live = _live(workflow, graph)
    may, must = _assigned(graph, live)
    return Liveness(live=live, may=may, must=must)


def kept_outputs(graph: Graph, liveness: Liveness) -> frozenset[str]:
    """Steps whose output is read behind them, or by their own compensation."""
    return frozenset(
        vertex.node.id
        for vertex in graph.vertices.values()
        if vertex.performs and vertex.node.id in _read_behind(vertex, liveness)
    )


def _read_behind(vertex: Vertex, liveness: Liveness) -> set[str]:
    node = vertex.node
    undo = node.compensation if isinstance(node, Step) else None
    read = set(_names(undo.inputs, node.id)) if undo else set()
    for arm in vertex.arms:
        read |= _after(arm.target, liveness.live, node.id)
    return read


def _live(workflow: Workflow, graph: Graph) -> dict[str, frozenset[str]]:
    live = {END: frozenset(_names(workflow.result))}
    for vertex in reversed(list(graph.vertices.values())):
        found = set(_own_reads(vertex))
        for arm in vertex.arms:
            read = set(_names(arm.condition, vertex.node.id))
            found |= read | (_after(arm.target, live, vertex.node.id) - _set_by(vertex))
        for catch in vertex.catches:
            found |= _after(catch.target, live, vertex.node.id) - {ERROR}
        live[vertex.id] = frozenset(found)
    return live


def _after(target: Target, live: Mapping[str, frozenset[str]], at: str) -> frozenset[str]:
    match target:
        case FailAgain():
            return frozenset({ERROR})
        case Fail():
            return frozenset(_names(target.message, at))
        case _:
            return live[goes_to(target) or END]


def _set_by(vertex: Vertex) -> set[str]:
    return {vertex.node.id} if vertex.performs else set()


_Sets = dict[str, frozenset[str]]


def _assigned(graph: Graph, live: Mapping[str, frozenset[str]]) -> tuple[_Sets, _Sets]:
    """What is set before each vertex, of what is live there: nobody asks for the rest, and it would only grow."""
    may: _Sets = {graph.start: frozenset()}
    must: _Sets = {graph.start: frozenset()}
    for vertex in graph.vertices.values():
        if vertex.id not in may:
            continue
        edges = [(arm.target, _set_by(vertex)) for arm in vertex.arms]
        edges += [(catch.target, {ERROR}) for catch in vertex.catches]
        for target, new in edges:
            if (after := goes_to(target)) is not None:
                may[after] = may.get(after, frozenset()) | ((may[vertex.id] | new) & live[after])
                arriving = (must[vertex.id] | new) & live[after]
                must[after] = must[after] & arriving if after in must else arriving
    return may, must


def _own_reads(vertex: Vertex) -> Iterator[str]:
    node = vertex.node
    if isinstance(node, Step) and vertex.performs:
        yield from _names(node.inputs)
        if node.compensation:
            yield from (name for name in _names(node.compensation.inputs) if name not in {ERROR, "", node.id})


def _names(expr: Expr | None, at: str = "") -> Iterator[str]:
    """The variables an expression reads; `output` is that of the step `at`."""
    for part in walk(expr) if expr is not None else ():
        match part:
            case Name(name="input" | "ctx" | "error"):
                yield f"@{part.name}"
            case Name(name="output"):
                yield at
            case StepOutput() | StepDone():
                yield part.step
            case _:
                pass
