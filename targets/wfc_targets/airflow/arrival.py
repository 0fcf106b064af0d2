"""How a task is reached: its trigger rule, and inside a body the guard that asks whether it was chosen."""

from dataclasses import dataclass
from typing import final

from wfc.emit.quote import python_string
from wfc.ir.nodes import Node
from wfc_targets.airflow.flow import ALL_DONE, JOIN, Flow, decorator, names_of
from wfc_targets.airflow.inner_bodies import Nothing
from wfc_targets.airflow.names import task_id
from wfc_targets.airflow.plan import Operator, Task, marker
from wfc_targets.airflow.policies import OWN_RETRIES


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """`arguments` of `@task` and `guards` below it, as source."""

    arguments: tuple[str, ...]
    guards: tuple[str, ...]


def arrival(node: Node, flow: Flow) -> Arrival:
    """How the task of a node that bears its name is reached, when it is the first of its tasks."""
    name = flow.names.steps[node.id]
    named = () if name == task_id(node.id) else (f"task_id={python_string(task_id(node.id))}",)
    each = flow.shape.each
    busy = (f"max_active_tis_per_dagrun={each.max_concurrency}",) if each and each.max_concurrency else ()
    reached = at(task_id(node.id), flow)
    return Arrival(arguments=(*named, *reached.arguments, *busy), guards=reached.guards)


def at(task: str, flow: Flow) -> Arrival:
    """How a task is reached."""
    joins = task in flow.shape.joins
    if flow.shape.each is None:
        return Arrival(arguments=(JOIN,) if joins else (), guards=())
    choosers = flow.shape.choosers(task)
    return Arrival(
        arguments=(ALL_DONE,) if joins else (), guards=(f"@chosen_by({names_of(*choosers)})",) if choosers else ()
    )


def stand(task: str, why: str, flow: Flow) -> Task | Operator:
    """A task without work where ways part or meet. In a body it guards itself, which the scheduler cannot do for it."""
    reached = at(task, flow)
    if flow.shape.each is None:
        return marker(task, *reached.arguments)
    return Task(
        name=task,
        decorators=(decorator("task", *reached.arguments, OWN_RETRIES), *reached.guards),
        body=Nothing(why=why),
    )
