"""Put nodes in canonical order (C2), which every target follows for compensations and for its output. Total."""

from dataclasses import replace

from wfc.analysis.graph import Graph
from wfc.analysis.order import canonical_order
from wfc.ir.nodes import Block, ForEach, Node, Parallel, Workflow


def order_nodes(workflow: Workflow, graph: Graph) -> Workflow:
    """The same workflow with its nodes sorted, in every block too; `graph` is that of the surface it came from."""
    return replace(workflow, nodes=_ordered(workflow.nodes, graph))


def _ordered(nodes: tuple[Node, ...], graph: Graph) -> tuple[Node, ...]:
    by_id = {node.id: node for node in nodes}
    return tuple(_inside(by_id[node], graph) for node in canonical_order(graph))


def _inside(node: Node, graph: Graph) -> Node:
    match node:
        case Parallel():
            blocks = zip(node.branches, graph.blocks[node.id], strict=True)
            return replace(node, branches=tuple(_block(block, inner) for block, inner in blocks))
        case ForEach():
            return replace(node, body=_block(node.body, graph.blocks[node.id][0]))
        case _:
            return node


def _block(block: Block, graph: Graph) -> Block:
    return replace(block, nodes=_ordered(block.nodes, graph))
