"""A workflow with all that every played run of it asks for, found once."""

from dataclasses import dataclass
from typing import final

from wfc.ir.nodes import (
    Due,
    Node,
    Workflow,
)
from wfc.ir.walk import all_nodes, undoable
from wfc_targets.airflow.readback.chances import Decision
from wfc_targets.airflow.readback.options import options_of, options_of_result


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """A workflow with what every run of it asks for."""

    workflow: Workflow
    nodes: dict[str, Node]
    options: dict[str, tuple[Decision, ...]]
    result: tuple[Decision, ...]
    due: dict[tuple[str, str], tuple[Due, ...]]
    when: dict[str, str]


def core_of(workflow: Workflow) -> Core:
    """Found once for all runs."""
    nodes = all_nodes(workflow)
    return Core(
        workflow=workflow,
        nodes={node.id: node for node in nodes},
        options={node.id: tuple(options_of(node, workflow)) for node in nodes},
        result=tuple(options_of_result(workflow)),
        due={(one.node, one.after): one.undo for one in workflow.failure_points},
        when={one.id: one.compensation.when for one in undoable(workflow) if one.compensation},
    )
