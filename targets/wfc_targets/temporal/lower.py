"""Core IR to the package's plan: the structure of the control flow, and which values live where.

Every list of steps, the run's own and each block's, is structured by itself. What a block reads from outside is known
once it has been looked at; what is set before it, once the list around it has been.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import final

from wfc.ir.expressions import Expr
from wfc.ir.nodes import ForEach, Node, Parallel, Workflow
from wfc.ir.walk import all_nodes, blocks_of
from wfc_targets.temporal.plan import CONTEXT, ERROR, INPUT, ITEM, SAGA, Method, Of, Package, block_vertex
from wfc_targets.temporal.reads import exported_outputs, kept_outputs
from wfc_targets.temporal.structure import START, Routine, structure
from wfc_targets.temporal.variables import Surroundings, assigned, read_from
from wfc_targets.temporal.vertices import Graph, build_graph

_NOTHING: frozenset[str] = frozenset()


def lower(workflow: Workflow) -> Package:
    """The plan of one workflow."""
    kept, exported = kept_outputs(workflow), exported_outputs(workflow)
    context = (CONTEXT,) if workflow.context is not None else ()  # a call without a context of its own hands it on
    order = (SAGA, INPUT, *context, ERROR, ITEM, *(node.id for node in all_nodes(workflow)))
    whole = _read(workflow.nodes, workflow.entry, (), _NOTHING, kept, workflow.result)
    return Package(
        workflow=workflow,
        methods=tuple(_methods(whole, START, order, _NOTHING, _NOTHING)),
        kept=kept,
        exported=exported,
    )


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """A list of steps with what is read in it, and its blocks by the vertex of their beginning."""

    place: tuple[Of, ...]
    graph: Graph
    live: Mapping[str, frozenset[str]]
    blocks: Mapping[str, "_List"]
    has_result: bool


def _read(
    nodes: Sequence[Node],
    entry: str,
    place: tuple[Of, ...],
    outside: frozenset[str],
    kept: frozenset[str],
    result: Expr | None,
) -> _List:
    own = frozenset(node.id for node in nodes)
    blocks = {
        block_vertex(node, block): _read(
            block.nodes, block.entry, (*place, Of(node=node, block=block)), outside | own, kept, None
        )
        for node in nodes
        if isinstance(node, Parallel | ForEach)
        for block in blocks_of(node)
    }
    inner: dict[str, frozenset[str]] = {}
    for block in blocks.values():
        of = block.place[-1]
        inside = frozenset(node.id for node in of.block.nodes)
        inner[of.node.id] = inner.get(of.node.id, _NOTHING) | (block.live[block.graph.start] - inside)
    around = Surroundings(known=outside | own, kept=kept, inner=inner, result=result, is_inner=bool(place))
    graph = build_graph(nodes, entry, yields=bool(place) and place[-1].node.id in kept)
    return _List(place=place, graph=graph, live=read_from(graph, around), blocks=blocks, has_result=result is not None)


def _methods(
    steps: _List, start: str, order: tuple[str, ...], may: frozenset[str], must: frozenset[str]
) -> list[Method]:
    liveness = assigned(steps.graph, steps.live, may, must)
    routine = Routine(start=start, place=steps.place, has_result=steps.has_result, order=order)
    methods = list(structure(routine, steps.graph, liveness))
    for vertex, block in steps.blocks.items():
        holder = block.place[-1].node.id
        methods += _methods(block, vertex, order, liveness.may[holder], liveness.must[holder])
    return methods
