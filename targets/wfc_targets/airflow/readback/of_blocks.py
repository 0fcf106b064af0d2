"""The facts of nodes with blocks inside."""

from typing import Any

from wfc.ir.nodes import ForEach, Node, Parallel
from wfc.ir.walk import can_be_late
from wfc.validation.facts import Aspect
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.names import Names
from wfc_targets.airflow.readback.operations import (
    Found,
)
from wfc_targets.airflow.readback.patterns import Unread, literal
from wfc_targets.airflow.readback.settings import guarded_by, is_own, recorded_as
from wfc_targets.airflow.readback.settled_work import Gathers, Joins
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.work import Gives

LIMIT = "max_active_tis_per_dagrun"


def names_of(dag: Dag, node: str, task: Task, *parameters: str) -> Names:
    """The variables of a task on the way of a run."""
    return Names(dag=dag, node=node, given=task.given, parameters=frozenset((*task.parameters, *parameters)))


def records_as(task: Task, step: str) -> None:
    """A task keeps its failure under the name of its own node."""
    if recorded_as(task) != step:
        raise Unread(f"{task.id} records its failure as that of {recorded_as(task)}")


def gathered(dag: Dag, node: Node, task: Task, kind: type[Any]) -> Any:
    """The work of the task that bears the name of a node of several tasks."""
    work = dag.work[task.id]
    is_own(task)
    guarded_by(task, "behind", "recorded")
    records_as(task, node.id)
    if not isinstance(work, kind):
        raise Unread(f"{task.id} does not gather what is inside of {node.id}")
    return work


def facts_of_branches(dag: Dag, node: Parallel, task: Task) -> Found:
    """Which branches there are, and what each begins with."""
    work: Joins = gathered(dag, node, task, Joins)
    fork = dag.entry(node.id)
    begins = {dag.titles.get(dag.tasks[one].made.groups[-1], ""): dag.entries.get(one) for one in dag.ahead[fork]}
    if len(begins) != len(dag.ahead[fork]):
        raise Unread(f"{fork} begins a branch twice")
    _deadline_first(dag, work.late, [ended.failing for _, ended in work.branches], task)
    yield node.id, Aspect.BRANCHES, tuple((name, begins.get(name)) for name, _ in work.branches)


def _deadline_first(dag: Dag, late: tuple[tuple[str, ...], ...], failing: list[tuple[str, ...]], task: Task) -> None:
    if list(late) != (failing if can_be_late(dag.workflow) else []):
        raise Unread(f"{task.id} does not look for the deadline in {failing}")


def facts_of_list(dag: Dag, node: ForEach, task: Task) -> Found:
    """The items, the body, and how many elements go on at once."""
    work: Gathers = gathered(dag, node, task, Gathers)
    items = dag.tasks[dag.entry(node.id)]
    made = dag.work[items.id]
    is_own(items)
    guarded_by(items, "recorded")
    records_as(items, node.id)
    if not isinstance(made, Gives) or made.model is not None or work.items != items.id:
        raise Unread(f"{items.id} does not make the items of {node.id}")
    inside = [one for one in dag.ahead[items.id] if dag.tasks[one].made.over == items.id]
    if len(inside) != 1 or len(inside) != len(dag.ahead[items.id]):
        raise Unread(f"{items.id} begins several tasks")
    _deadline_first(dag, work.late, [work.element.failing], task)
    yield node.id, Aspect.ITEMS, names_of(dag, node.id, items).text(made.value)
    yield node.id, Aspect.BODY, dag.entries.get(inside[0])
    yield node.id, Aspect.CONCURRENCY, _limit(dag, node, items.id)


def _limit(dag: Dag, node: ForEach, items: str) -> int | None:
    """How many elements are at each step; all must agree. Calls and the like are not counted, as documented."""
    tasks = [task for one, task in dag.tasks.items() if one in dag.nodes and task.made.over == items]
    simple = [task for task in tasks if "behind" not in task.guards]
    found = {literal(task.arguments[LIMIT]) if LIMIT in task.arguments else None for task in simple}
    if len(found) > 1:
        raise Unread(f"the steps behind {items} do not agree how many go on at once")
    return found.pop() if found else node.max_concurrency
