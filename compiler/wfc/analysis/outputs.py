"""What reading a step yields: the types of outputs, and which steps can be read where (O7).

Types of outputs follow from the graph and the operations alone, so they are known before any lambda is typed; only
what a called workflow yields needs that workflow typed first.
"""

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from typing import assert_never

from wfc.analysis.graph import Edge, Graph
from wfc.analysis.node_sets import NodeSet, Numbers, bits_of, numbered
from wfc.expressions.kinds import join
from wfc.ir.builtin_models import decision_type
from wfc.ir.policies import Operation
from wfc.ir.surface import (
    Approval,
    Block,
    Call,
    Choice,
    ForEach,
    Node,
    Parallel,
    Receive,
    Step,
    Wait,
    Workflow,
)
from wfc.ir.types import Any, List, Null, Record, Type
from wfc.ir.written import blocks_of, walk_nodes


def output_types(workflow: Workflow, graph: Graph) -> dict[str, Type]:
    """The type of the output of every node that has one."""
    operations = {operation.key: operation for operation in workflow.operations}
    found: dict[str, Type] = {}
    for node in (*workflow.steps, *workflow.handlers):
        _add(node, graph, workflow, operations, found)
    return found


def block_output(graph: Graph, outputs: Mapping[str, Type]) -> Type:
    """The type of what a branch or body yields: the output of the node it ended with, else null (P1)."""
    return join(_yielded(edge, outputs) for edge in graph.edges if edge.end == "succeed") if graph.edges else Null()


def workflow_output(workflow: Workflow) -> Type:
    """The type of what a run yields; of a workflow that has been typed."""
    if workflow.output is not None:
        return workflow.output
    return workflow.result.typed.type if workflow.result is not None and workflow.result.typed is not None else Null()


def _yielded(edge: Edge, outputs: Mapping[str, Type]) -> Type:
    return outputs.get(edge.source, Null()) if edge.kind == "success" else Null()


def _add(
    node: Node, graph: Graph, workflow: Workflow, operations: Mapping[str, Operation], found: dict[str, Type]
) -> None:
    yields: list[Type] = []
    for block, inner in zip(blocks_of(node), graph.blocks.get(node.id, ()), strict=False):
        for one in block.steps:
            _add(one, inner, workflow, operations, found)
        yields.append(block_output(inner, found))
    output = _output(node, tuple(yields), workflow, operations)
    if output is not None:
        found[node.id] = output


def _output(
    node: Node, yields: tuple[Type, ...], workflow: Workflow, operations: Mapping[str, Operation]
) -> Type | None:
    match node:
        case Step():
            return operations[node.operation].output
        case Parallel():
            return Record(tuple((block.name, one) for block, one in zip(node.branches, yields, strict=True)))
        case ForEach():
            return List(yields[0])
        case Approval():
            return decision_type(node.form)
        case Receive():
            return node.payload
        case Call():
            return workflow_output(called(workflow, node))
        case Choice() | Wait():
            return None
        case _:
            assert_never(node)


def item_type(node: ForEach) -> Type:
    """The type of `item`, once `items` is typed."""
    typed = node.items.typed
    return typed.type.item if typed is not None and isinstance(typed.type, List) else Any()


def called(workflow: Workflow, call: Call) -> Workflow:
    """The workflow that a call names."""
    return next(one for one in workflow.children if (one.key, one.version) == (call.workflow, call.version))


def visible_steps(workflow: Workflow) -> dict[str, NodeSet]:
    """For each node all that stands in a place from which it may read; when, is for histories to say.

    `""` is the place of the result.
    """
    own = (*workflow.steps, *workflow.handlers)
    numbers = numbered(node.id for node in walk_nodes(own))
    whole = NodeSet(_after_joins(own, numbers), numbers)
    return {"": whole} | dict(_visible(own, NodeSet(0, numbers)))


def hidden_steps(workflow: Workflow) -> dict[str, str]:
    """For each step inside a block, why and where it cannot be read, and what to do instead."""
    return {
        one.id: _reason(node, block)
        for node in walk_nodes((*workflow.steps, *workflow.handlers))
        for block in blocks_of(node)
        for one in block.steps
    }


def _reason(node: Node, block: Block) -> str:
    if isinstance(node, ForEach):
        return f"it runs once for each element of `{node.id}`; read the output of `{node.id}`"
    return f"it runs in the branch `{block.name}` of `{node.id}`; read it after the join"


def _visible(nodes: tuple[Node, ...], outside: NodeSet) -> Iterator[tuple[str, NodeSet]]:
    numbers = outside.numbers
    beside = _after_joins(nodes, numbers)
    seen = NodeSet(outside.bits | beside, numbers)
    for node in nodes:
        yield node.id, seen
        if blocks := blocks_of(node):
            around = NodeSet(outside.bits | beside & ~_after_joins((node,), numbers), numbers)
            for block in blocks:
                yield from _visible(block.steps, around)


def _after_joins(nodes: tuple[Node, ...], numbers: Numbers) -> int:
    """The nodes of a list, and those that a join makes visible: the steps of branches, but of no body. As bits."""
    inside = (block for node in nodes if isinstance(node, Parallel) for block in node.branches)
    inner = (_after_joins(block.steps, numbers) for block in inside)
    return reduce(or_, inner, bits_of((node.id for node in nodes), numbers))
