"""Core IR to the package's plan: the structure of the control flow, and which values live where."""

from wfc.ir.nodes import Workflow
from wfc_targets.temporal.plan import Package
from wfc_targets.temporal.structure import structure
from wfc_targets.temporal.variables import analyse, kept_outputs
from wfc_targets.temporal.vertices import build_graph


def lower(workflow: Workflow) -> Package:
    """The plan of one workflow."""
    graph = build_graph(workflow)
    liveness = analyse(workflow, graph)
    return Package(
        workflow=workflow,
        operations=workflow.operations,
        methods=structure(workflow, graph, liveness),
        kept=kept_outputs(graph, liveness),
    )
