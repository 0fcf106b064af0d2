"""The control-flow graph of a surface workflow, with every implicit edge and end written out (O2, O3, O5, O6).

Requires resolved names: every transition leads to a step that exists.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, TypeAlias, final

from wfc.ir.surface import (
    Arm,
    Catch,
    Choice,
    CompensationStep,
    Node,
    Step,
    Target,
    ToFailure,
    ToNext,
    ToStep,
    ToSuccess,
    Workflow,
)
from wfc.source import Span

End: TypeAlias = Literal["succeed", "fail", "fail-again"]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One way on from a node: to the node `target`, or when that is None to the `end` of the run.

    `conditional` success edges have a condition, `types` are those of a failure edge (None: all). `written` is false
    for an edge that the author did not write (O5) and that `Defaults` did not give.
    """

    source: str
    kind: Literal["success", "failure"]
    target: str | None
    end: End | None
    conditional: bool
    types: tuple[str, ...] | None
    written: bool
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Nodes in order of declaration, steps before handlers; edges in the order of decision. Made by `make_graph`."""

    entry: str
    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]
    _out_of: Mapping[str, tuple[Edge, ...]] = field(repr=False, compare=False)
    _into: Mapping[str, tuple[Edge, ...]] = field(repr=False, compare=False)

    def out_of(self, node: str) -> tuple[Edge, ...]:
        """The edges that leave a node."""
        return self._out_of.get(node, ())

    def into(self, node: str) -> tuple[Edge, ...]:
        """The edges that lead to a node."""
        return self._into.get(node, ())


def make_graph(entry: str, nodes: tuple[str, ...], edges: tuple[Edge, ...]) -> Graph:
    """A graph with its edges by source and by target."""
    out_of, into = defaultdict[str, list[Edge]](list), defaultdict[str, list[Edge]](list)
    for edge in edges:
        out_of[edge.source].append(edge)
        if edge.target is not None:
            into[edge.target].append(edge)
    by_source = {node: tuple(found) for node, found in out_of.items()}
    by_target = {node: tuple(found) for node, found in into.items()}
    return Graph(entry=entry, nodes=nodes, edges=edges, _out_of=by_source, _into=by_target)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the place of a step in its list means: which are handlers, what follows what, which only undo (C3)."""

    handlers: frozenset[str]
    following: Mapping[str, str]
    undoing: frozenset[str]
    on_failure: tuple[Catch, ...]


def declared(workflow: Workflow) -> Declared:
    """The places of all steps of a workflow."""
    return Declared(
        handlers=frozenset(node.id for node in workflow.handlers),
        following={before.id: after.id for before, after in pairwise(workflow.steps)},
        undoing=compensation_steps(workflow),
        on_failure=workflow.defaults.on_failure or (),
    )


def build_graph(workflow: Workflow) -> Graph:
    """The graph of a workflow. Steps that only serve as compensations (C3) are not part of it."""
    places = declared(workflow)
    nodes = [node for node in (*workflow.steps, *workflow.handlers) if node.id not in places.undoing]
    entry = workflow.entry or (workflow.steps[0].id if workflow.steps else "")
    edges = tuple(edge for node in nodes for edge in _edges(node, places))
    return make_graph(entry, tuple(node.id for node in nodes), edges)


def compensation_steps(workflow: Workflow) -> frozenset[str]:
    """Ids of the steps that other steps name as their compensation."""
    return frozenset(
        node.compensation.step
        for node in (*workflow.steps, *workflow.handlers)
        if isinstance(node, Step) and isinstance(node.compensation, CompensationStep)
    )


def success_arms(node: Node, places: Declared) -> tuple[Arm, ...]:
    """The success edges of a node with O5's implicit one."""
    written = node.transitions if isinstance(node, Choice) else node.on_success
    if written is not None:
        return written
    handler = node.id in places.handlers
    implicit = ToFailure(type=None, message=None, span=node.span) if handler else ToNext(span=node.span)
    return (Arm(condition=None, target=implicit, span=node.span),)


def failure_catches(node: Node, places: Declared) -> tuple[Catch, ...]:
    """The failure edges of a node, those of `Defaults` where O3 gives them."""
    if node.on_failure is not None:
        return node.on_failure
    return () if node.id in places.handlers else places.on_failure


def _edges(node: Node, places: Declared) -> Iterator[Edge]:
    written = isinstance(node, Choice) or node.on_success is not None
    for arm in success_arms(node, places):
        target, end = _resolve(arm.target, node, places)
        conditional = arm.condition is not None
        yield Edge(
            source=node.id,
            kind="success",
            target=target,
            end=end,
            conditional=conditional,
            types=None,
            written=written,
            span=arm.target.span,
        )
    for catch in failure_catches(node, places):
        target, end = _resolve(catch.target, node, places)
        yield Edge(
            source=node.id,
            kind="failure",
            target=target,
            end=end,
            conditional=False,
            types=catch.types,
            written=True,
            span=catch.target.span,
        )


def _resolve(target: Target, node: Node, places: Declared) -> tuple[str | None, End | None]:
    match target:
        case ToStep():
            return target.step, None
        case ToNext():
            following = places.following.get(node.id)
            return (following, None) if following else (None, "succeed")
        case ToSuccess():
            return None, "succeed"
        case ToFailure():
            return None, "fail-again" if target.type is None else "fail"
