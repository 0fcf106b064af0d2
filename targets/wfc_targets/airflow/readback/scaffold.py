"""What holds a DAG together, beside the way of a run: its last task, the chain of undoing, lists of tasks, settings."""

from collections.abc import Iterator
from itertools import pairwise

from wfc.ir.nodes import Approval, Call, Step
from wfc_targets.airflow.readback.called_work import Calls, Hears, Returns
from wfc_targets.airflow.readback.chosen_work import Chooses
from wfc_targets.airflow.readback.dag import Dag, ended_in
from wfc_targets.airflow.readback.patterns import Unread, keywords, text, texts
from wfc_targets.airflow.readback.settings import guarded_by, has_only, is_own, recorded_as
from wfc_targets.airflow.readback.settled_work import RollsBack, Tells
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.undone_work import UndoesElements
from wfc_targets.airflow.readback.work import Nothing, Starts

LIMIT = "max_active_tis_per_dagrun"


def check_scaffold(dag: Dag, failing: tuple[str, ...]) -> None:
    """All of it, in the order in which a reader of the file would stumble."""
    for task in dag.tasks.values():
        _check_own(dag, task)
    _check_parts(dag)
    if missing := set(_listed(dag, failing)) - dag.tasks.keys():
        raise Unread(f"there are no tasks {', '.join(sorted(missing))}")
    for task in dag.tasks.values():
        if "when_failed" in task.guards:
            _check_told(dag, task)
    if dag.rollback is not None:
        _check_rollback(dag, *dag.rollback)
    outcome = dag.one(Tells)
    if outcome is not None:
        _check_outcome(dag, *outcome)


def _check_own(dag: Dag, task: Task) -> None:
    work = dag.work[task.id]
    match work:
        case Chooses():
            is_own(task, LIMIT)
            if recorded_as(task) is not None and recorded_as(task) not in dag.mains:
                raise Unread(f"{task.id} records its failure as that of {recorded_as(task)}")
        case Nothing():
            is_own(task)
            guarded_by(task)
        case UndoesElements():
            is_own(task)
        case None if task.kind == "EmptyOperator":
            has_only(task, frozenset())
        case _:
            pass


def _check_parts(dag: Dag) -> None:
    """No task is there that has no part in a run."""
    undo = _undo_tasks(dag.rollback[1]) if dag.rollback else []
    asked = [work.answer for work in dag.work.values() if isinstance(work, Hears)]
    asked += [work.run for work in dag.work.values() if isinstance(work, Returns)]
    known = {*dag.nodes, *dag.entries, *dag.routes.values(), dag.result, *undo, *_told(dag), *asked}
    for one in dag.tasks.keys() - known:
        work = dag.work[one]
        alert = isinstance(work, Calls) and work.breach is not None
        if not (alert or dag.is_marker(one) or isinstance(work, Starts | RollsBack | Tells)):
            raise Unread(f"{one} has no part in a run")


def _listed(dag: Dag, failing: tuple[str, ...]) -> Iterator[str]:
    """Every task that some list names."""
    yield from failing
    for work in dag.work.values():
        for ended in ended_in(work):
            yield from (*ended.failing, *ended.last, *ended.silent)


def _check_told(dag: Dag, task: Task) -> None:
    """It asks all that makes calls, and of a list that for each element."""
    call = task.guards["when_failed"]
    final, *single = map(text, call.args)
    listed = {name: set(texts(tasks)) for name, tasks in keywords(call).items()}
    calling = {"": set[str](), **{one: set() for one in listed}}
    for main, node in dag.nodes.items():
        if isinstance(node, Step | Call | Approval):
            one = dag.entry(node.id) if isinstance(node, Approval) else main
            calling.setdefault(dag.tasks[main].made.over or "", set()).add(one)
    expected = {items: tasks for items, tasks in calling.items() if tasks or items in listed}
    if final != dag.final or {"": set(single), **listed} != {"": set(), **expected}:
        raise Unread(f"{task.id} does not ask all that makes calls")


def _undo_tasks(rollback: RollsBack) -> list[str]:
    return [f"{step}{rollback.undo}" for step in rollback.steps]


def _told(dag: Dag) -> tuple[str, ...]:
    told = dag.workflow.after_compensation
    return () if told is None else (told.id.replace("-", "_"),)


def _check_rollback(dag: Dag, task: str, rollback: RollsBack) -> None:
    """It leads to each undo, and these stand one behind another."""
    undo = _undo_tasks(rollback)
    if set(dag.ahead[task]) != set(undo):
        raise Unread(f"{task} leads to {', '.join(dag.ahead[task])}, and not to {', '.join(undo)}")
    for one, two in pairwise(undo):
        if two not in dag.ahead[one]:
            raise Unread(f"{two} does not wait for {one}")
    if rollback.told != (_told(dag) or (None,))[0]:
        raise Unread(f"{task} stops who is told, {rollback.told}")


def _check_outcome(dag: Dag, task: str, outcome: Tells) -> None:
    """It waits for all others, and knows all that could not be undone."""
    if leaves := [one for one, ahead in dag.ahead.items() if not ahead and one != task]:
        raise Unread(f"{task} does not wait for {', '.join(leaves)}")
    undo = _undo_tasks(dag.rollback[1]) if dag.rollback else []
    each = {one for one in undo if isinstance(dag.work.get(one), UndoesElements)}
    single = [*(one for one in undo if one not in each), *_told(dag)]
    if sorted(outcome.undo or ()) != sorted(single) or set(outcome.each) != each:
        raise Unread(f"{task} does not tell what of {', '.join([*single, *each])} has failed")
