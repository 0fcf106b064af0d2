"""The simplest DAG: a chain, whose last task tells how the run went. All others have a task for their outcome."""

from wfc.ir.nodes import Choice, Workflow
from wfc.ir.walk import steps_of, undoable
from wfc_targets.airflow.alerts import sends_alert
from wfc_targets.airflow.names import name_tasks, task_id
from wfc_targets.airflow.routes import Shape, shape_of


def is_chain(workflow: Workflow, shape: Shape) -> bool:
    """Can no task fail or be skipped without the last one doing so?"""
    parts = any(isinstance(node, Choice) or len(shape.names.stages(node)) > 1 for node in workflow.nodes)
    watched = workflow.sla or workflow.after_compensation or any(sends_alert(step.sla) for step in steps_of(workflow))
    return not (shape.routed or parts or watched or undoable(workflow))


def telling(workflow: Workflow) -> tuple[str, ...]:
    """The tasks of a DAG that tell what a run of it has failed with: the first of them that has failed."""
    shape = shape_of(workflow, name_tasks(workflow))
    if not is_chain(workflow, shape):
        return (shape.names.run("outcome"),)
    ways = reversed([task_id(node) for node in shape.nodes])
    return shape.names.run("result"), *ways, shape.names.run("start")
