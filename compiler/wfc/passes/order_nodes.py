"""Put nodes in canonical order (C2), which every target follows for compensations and for its output. Total."""

from dataclasses import replace

from wfc.analysis.graph import Graph
from wfc.analysis.order import canonical_order
from wfc.ir.nodes import Workflow
from wfc.ir.walk import nodes_by_id


def order_nodes(workflow: Workflow, graph: Graph) -> Workflow:
    """The same workflow with its nodes sorted; `graph` is that of the surface it came from."""
    by_id = nodes_by_id(workflow)
    return replace(workflow, nodes=tuple(by_id[node] for node in canonical_order(graph)))
