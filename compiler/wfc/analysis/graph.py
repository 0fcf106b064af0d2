"""The control-flow graph of a surface workflow, with every implicit edge and end written out (O2, O3, O5, O6).

Requires resolved names: every transition leads to a step that exists.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, TypeAlias, final

from wfc.analysis.latest import kept_for_the_latest
from wfc.ir.policies import Decision
from wfc.ir.surface import (
    Approval,
    Arm,
    Block,
    Catch,
    Choice,
    ForEach,
    Node,
    Target,
    ToFailure,
    ToNext,
    ToStep,
    ToSuccess,
    Workflow,
)
from wfc.ir.written import blocks_of, compensation_steps
from wfc.source import Span

End: TypeAlias = Literal["succeed", "fail", "fail-again"]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One way on from a node: to the node `target`, or when that is None to the `end` of the block or run.

    `conditional` success edges have a condition, `types` are those of a failure edge (None: all). `written` is false
    for an edge that the author did not write (O5) and that `Defaults` did not give. `decision`: of an approval;
    `to_next`: the target was written as `NEXT`.
    """

    source: str
    kind: Literal["success", "failure"]
    target: str | None
    end: End | None
    conditional: bool
    types: tuple[str, ...] | None
    written: bool
    span: Span
    decision: Decision | None = None
    to_next: bool = False


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Nodes in order of declaration, steps before handlers; edges in the order of decision. Made by `make_graph`.

    `blocks` has the graphs inside a node: of the branches of a `Parallel`, or of the body of a `ForEach`. `repeated`
    are the nodes whose one block is run once for each element.
    """

    entry: str
    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]
    blocks: Mapping[str, tuple["Graph", ...]]
    repeated: frozenset[str]
    _out_of: Mapping[str, tuple[Edge, ...]] = field(repr=False, compare=False)
    _into: Mapping[str, tuple[Edge, ...]] = field(repr=False, compare=False)

    def out_of(self, node: str) -> tuple[Edge, ...]:
        """The edges that leave a node."""
        return self._out_of.get(node, ())

    def into(self, node: str) -> tuple[Edge, ...]:
        """The edges that lead to a node."""
        return self._into.get(node, ())


def make_graph(
    entry: str,
    nodes: tuple[str, ...],
    edges: tuple[Edge, ...],
    blocks: Mapping[str, tuple[Graph, ...]] | None = None,
    repeated: frozenset[str] = frozenset(),
) -> Graph:
    """A graph with its edges by source and by target."""
    out_of, into = defaultdict[str, list[Edge]](list), defaultdict[str, list[Edge]](list)
    for edge in edges:
        out_of[edge.source].append(edge)
        if edge.target is not None:
            into[edge.target].append(edge)
    return Graph(
        entry=entry,
        nodes=nodes,
        edges=edges,
        blocks=blocks or {},
        repeated=repeated,
        _out_of={node: tuple(found) for node, found in out_of.items()},
        _into={node: tuple(found) for node, found in into.items()},
    )


def graphs_in(graph: Graph) -> Iterator[Graph]:
    """The graph and those of all blocks inside it, outermost first."""
    yield graph
    for blocks in graph.blocks.values():
        for inner in blocks:
            yield from graphs_in(inner)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the place of a step in its list means: which are handlers, what follows what, which only undo (C3), and
    what `Defaults` says of failures (O3: only in the workflow's own list).
    """

    handlers: frozenset[str]
    following: Mapping[str, str]
    undoing: frozenset[str]
    on_failure: tuple[Catch, ...]


def declared(workflow: Workflow) -> Declared:
    """The places of the steps in the workflow's own list."""
    return Declared(
        handlers=frozenset(node.id for node in workflow.handlers),
        following=_following(workflow.steps),
        undoing=compensation_steps(workflow),
        on_failure=workflow.defaults.on_failure or (),
    )


def declared_in(block: Block) -> Declared:
    """The places of the steps in a branch or body."""
    return Declared(handlers=frozenset(), following=_following(block.steps), undoing=frozenset(), on_failure=())


def all_declared(workflow: Workflow) -> Iterator[tuple[Node, Declared]]:
    """Every node with what its place in its list means."""
    places = declared(workflow)
    for node in (*workflow.steps, *workflow.handlers):
        yield from _declared_below(node, places)


def _declared_below(node: Node, places: Declared) -> Iterator[tuple[Node, Declared]]:
    yield node, places
    for block in blocks_of(node):
        inner = declared_in(block)
        for one in block.steps:
            yield from _declared_below(one, inner)


def _following(steps: tuple[Node, ...]) -> Mapping[str, str]:
    return {before.id: after.id for before, after in pairwise(steps)}


@kept_for_the_latest
def build_graph(workflow: Workflow) -> Graph:
    """The graph of a workflow. Steps that only serve as compensations (C3) are not part of it."""
    places = declared(workflow)
    nodes = [node for node in (*workflow.steps, *workflow.handlers) if node.id not in places.undoing]
    return _graph(workflow.entry, nodes, places)


def _graph(entry: str | None, nodes: Sequence[Node], places: Declared) -> Graph:
    return make_graph(
        entry or (nodes[0].id if nodes else ""),
        tuple(node.id for node in nodes),
        tuple(edge for node in nodes for edge in _edges(node, places)),
        {node.id: tuple(map(_block_graph, blocks)) for node in nodes if (blocks := blocks_of(node))},
        frozenset(node.id for node in nodes if isinstance(node, ForEach)),
    )


def _block_graph(block: Block) -> Graph:
    return _graph(None, block.steps, declared_in(block))


def success_arms(node: Node, places: Declared) -> tuple[Arm, ...]:
    """The success edges of a node with O5's implicit one; of an approval, one or more for each decision that is no
    failure, rejected and timeout in front.
    """
    if isinstance(node, Approval):
        return tuple(_decided(node, places))
    written = node.transitions if isinstance(node, Choice) else node.on_success
    return written if written is not None else (_implicit(node, places),)


def _implicit(node: Node, places: Declared) -> Arm:
    handler = node.id in places.handlers
    target = ToFailure(type=None, message=None, span=node.span) if handler else ToNext(span=node.span)
    return Arm(condition=None, target=target, span=node.span)


def _decided(node: Approval, places: Declared) -> Iterator[Arm]:
    if node.on_rejected is not None:
        yield Arm(condition=None, target=node.on_rejected, span=node.on_rejected.span, decision="rejected")
    if node.on_timeout is not None:
        yield Arm(condition=None, target=node.on_timeout, span=node.on_timeout.span, decision="timeout")
    if node.on_approved is not None:
        yield Arm(condition=None, target=node.on_approved, span=node.on_approved.span, decision="approved")
        return
    for arm in node.on_success if node.on_success is not None else (_implicit(node, places),):
        yield replace(arm, decision="approved")


def failure_catches(node: Node, places: Declared) -> tuple[Catch, ...]:
    """The failure edges of a node, those of `Defaults` where O3 gives them."""
    if node.on_failure is not None:
        return node.on_failure
    return () if node.id in places.handlers else places.on_failure


def _edges(node: Node, places: Declared) -> Iterator[Edge]:
    arms = success_arms(node, places)
    for arm in arms:
        target, end = _resolve(arm.target, node, places)
        yield Edge(
            source=node.id,
            kind="success",
            target=target,
            end=end,
            conditional=arm.condition is not None or (arm.decision is not None and len(arms) > 1),
            types=None,
            written=_is_written(node, arm),
            span=arm.target.span,
            decision=arm.decision,
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
            to_next=isinstance(catch.target, ToNext),
        )


def _is_written(node: Node, arm: Arm) -> bool:
    match node:
        case Choice():
            return True
        case Approval():
            return arm.decision != "approved" or node.on_approved is not None or node.on_success is not None
        case _:
            return node.on_success is not None


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
