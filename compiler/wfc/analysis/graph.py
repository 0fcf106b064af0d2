"""The control-flow graph of a surface workflow, with every implicit edge and end written out (O2, O3, O5, O6).

Requires resolved names: every transition leads to a step that exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass
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
    """Nodes in order of declaration, steps before handlers; edges in the order of decision."""

    entry: str
    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]

    def out_of(self, node: str) -> tuple[Edge, ...]:
        """The edges that leave a node."""
        return tuple(edge for edge in self.edges if edge.source == node)

    def into(self, node: str) -> tuple[Edge, ...]:
        """The edges that lead to a node."""
        return tuple(edge for edge in self.edges if edge.target == node)


def build_graph(workflow: Workflow) -> Graph:
    """The graph of a workflow. Steps that only serve as compensations (C3) are not part of it."""
    undoing = compensation_steps(workflow)
    nodes = [node for node in (*workflow.steps, *workflow.handlers) if node.id not in undoing]
    entry = workflow.entry or (workflow.steps[0].id if workflow.steps else "")
    edges = tuple(edge for node in nodes for edge in _edges(node, workflow))
    return Graph(entry=entry, nodes=tuple(node.id for node in nodes), edges=edges)


def compensation_steps(workflow: Workflow) -> frozenset[str]:
    """Ids of the steps that other steps name as their compensation."""
    return frozenset(
        node.compensation.step
        for node in (*workflow.steps, *workflow.handlers)
        if isinstance(node, Step) and isinstance(node.compensation, CompensationStep)
    )


def success_arms(node: Node, workflow: Workflow) -> tuple[Arm, ...]:
    """The success edges of a node with O5's implicit one."""
    written = node.transitions if isinstance(node, Choice) else node.on_success
    if written is not None:
        return written
    implicit = (
        ToFailure(type=None, message=None, span=node.span) if node in workflow.handlers else ToNext(span=node.span)
    )
    return (Arm(condition=None, target=implicit, span=node.span),)


def failure_catches(node: Node, workflow: Workflow) -> tuple[Catch, ...]:
    """The failure edges of a node, those of `Defaults` where O3 gives them."""
    if node.on_failure is not None:
        return node.on_failure
    return (workflow.defaults.on_failure or ()) if node in workflow.steps else ()


def next_step(node: Node, workflow: Workflow) -> str | None:
    """The step behind a node in `steps`; None for the last one and for handlers."""
    ids = [other.id for other in workflow.steps]
    at = ids.index(node.id) + 1 if node in workflow.steps else len(ids)
    return ids[at] if at < len(ids) else None


def _edges(node: Node, workflow: Workflow) -> Iterator[Edge]:
    written = isinstance(node, Choice) or node.on_success is not None
    for arm in success_arms(node, workflow):
        target, end = _resolve(arm.target, node, workflow)
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
    for catch in failure_catches(node, workflow):
        target, end = _resolve(catch.target, node, workflow)
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


def _resolve(target: Target, node: Node, workflow: Workflow) -> tuple[str | None, End | None]:
    match target:
        case ToStep():
            return target.step, None
        case ToNext():
            following = next_step(node, workflow)
            return (following, None) if following else (None, "succeed")
        case ToSuccess():
            return None, "succeed"
        case ToFailure():
            return None, "fail-again" if target.type is None else "fail"
