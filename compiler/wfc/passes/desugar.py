"""Surface to core: defaults applied, implicit edges and ends written out, compensations in one form. Total: earlier
passes have refused what has no meaning. Runs last on the surface, so that every message still speaks of what the author
wrote.
"""

from dataclasses import replace

from wfc.analysis.graph import Graph, declared
from wfc.analysis.outputs import output_types
from wfc.ir import nodes as core
from wfc.ir import surface
from wfc.ir.policies import Cron
from wfc.ir.written import all_nodes
from wfc.passes.desugar_node import Around, desugar_node, desugar_unlinked


def desugar(workflow: surface.Workflow, graph: Graph, children: tuple[core.Workflow, ...]) -> core.Workflow:
    """The core form; nodes are still in order of declaration and `failure_points` is empty. `graph` is that of the
    surface, `children` are its children in their core form.
    """
    around = Around(
        workflow=workflow,
        nodes={node.id: node for node in all_nodes(workflow)},
        operations={operation.key: operation for operation in workflow.operations},
        outputs=output_types(workflow, graph),
    )
    places = declared(workflow)
    kept = tuple(node for node in (*workflow.steps, *workflow.handlers) if node.id not in places.undoing)
    after = workflow.after_compensation
    return core.Workflow(
        key=workflow.key,
        version=workflow.version,
        name=physical_name(workflow.key, workflow.version),
        title=workflow.title or workflow.key,
        description=workflow.description,
        owners=workflow.owners,
        tags=workflow.tags,
        stability=workflow.stability,
        input=workflow.input,
        context=workflow.context,
        output=workflow.output,
        entry=workflow.entry or kept[0].id,
        nodes=tuple(desugar_node(node, graph, places, around) for node in kept),
        result=None if workflow.result is None else workflow.result.typed,
        deadline=workflow.deadline,
        sla=workflow.sla,
        after_compensation=None if after is None else desugar_unlinked(after, around),
        triggers=tuple(_given_all(cron, workflow) for cron in workflow.triggers),
        operations=workflow.operations,
        models=workflow.models,
        failure_points=(),
        children=children,
        file=workflow.file,
        span=workflow.span,
    )


def _given_all(cron: Cron, workflow: surface.Workflow) -> Cron:
    """A trigger that gives nothing to a workflow that takes something means its defaults."""
    input = "{}" if workflow.input is not None and cron.input == "null" else cron.input
    context = "{}" if workflow.context is not None and cron.context == "null" else cron.context
    return replace(cron, input=input, context=context)


def physical_name(key: str, version: str) -> str:
    """`payment.flow` 1.4.2 -> `payment_flow_v1`: what the workflow is called on every platform."""
    words = "".join(letter if letter.isalnum() else "_" for letter in key)
    return f"{words}_v{version.partition('.')[0]}"
