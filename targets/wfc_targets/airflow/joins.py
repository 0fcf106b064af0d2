"""The task that tells what became of a node of several tasks."""

from wfc.emit.quote import python_string
from wfc.ir.nodes import Node
from wfc_targets.airflow.flow import ALL_DONE, Flow, decorator, names_of, recorded
from wfc_targets.airflow.names import task_id
from wfc_targets.airflow.policies import OWN_RETRIES


def joins(node: Node, entry: str, flow: Flow, *arguments: str) -> tuple[str, ...]:
    """Its decorators: it waits for all that is inside, unless the node was not reached at all."""
    name = flow.names.steps[node.id]
    named = () if name == task_id(node.id) else (f"task_id={python_string(task_id(node.id))}",)
    return (
        decorator("task", *named, ALL_DONE, *arguments, OWN_RETRIES),
        f"@behind({names_of(entry)})",
        recorded(node.id),
    )
