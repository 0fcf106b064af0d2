"""The facts of each node, from the tasks that stand for it."""

import ast
from collections.abc import Callable
from typing import Any

from wfc.ir.nodes import Approval, Call, Choice, ForEach, Node, Parallel, Receive, Step, Wait
from wfc.ir.walk import child_of
from wfc.validation.facts import Aspect
from wfc_targets.airflow.readback.conf import facts_of_conf
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.forms import check_question
from wfc_targets.airflow.readback.names import Names
from wfc_targets.airflow.readback.operations import (
    Found,
    Site,
    facts_of_attempts,
    facts_of_call,
    inputs_of,
)
from wfc_targets.airflow.readback.patterns import Unread, literal, milliseconds, text
from wfc_targets.airflow.readback.settings import OPERATION, guarded_by, has_only, is_own, recorded_as, timed
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.work import (
    Calls,
    Chooses,
    Gathers,
    Gives,
    Hears,
    Joins,
    Pauses,
    Picks,
    Polls,
    Returns,
)

LIMIT = "max_active_tis_per_dagrun"


def facts_of(dag: Dag, node: Node) -> Found:
    """What the tasks of a node say, but for where it leads."""
    task = dag.tasks[dag.mains[node.id]]
    yield from _READERS[type(node)](dag, node, task)


def names_of(dag: Dag, node: str, task: Task, *parameters: str) -> Names:
    """The variables of a task on the way of a run."""
    return Names(dag=dag, node=node, given=task.given, parameters=frozenset((*task.parameters, *parameters)))


def _step(dag: Dag, node: Step, task: Task) -> Found:
    work = dag.work[task.id]
    promised = ("promised",) if "promised" in task.guards else ()
    guarded_by(task, "recorded", *promised, *timed(dag))
    _records(task, node.id)
    yield from _promise(node, task)
    match work:
        case Calls(breach=None, kept=True, invoked=invoked):
            has_only(task, OPERATION | {LIMIT})
            site, polls = Site(place=node.id, names=names_of(dag, node.id, task)), 1
        case Polls(invoked=invoked, every=every, timeout=timeout, max_polls=most):
            _is_sensor(task, work)
            names = names_of(dag, node.id, task)
            site, polls = Site(place=node.id, names=names, polled=True), _polls(work)
            yield node.id, Aspect.POLL, (every, timeout, most)
            yield node.id, Aspect.UNTIL, names_of(dag, node.id, task, "output").text(work.until)
        case _:
            raise Unread(f"{task.id} does not call an operation")
    yield from facts_of_call(site, invoked)
    yield from inputs_of(site, invoked)
    yield from facts_of_attempts(site, task, task.arguments, polls)


def _polls(work: Polls) -> int:
    in_time = -(-work.timeout // work.every)
    return in_time if work.max_polls is None else min(in_time, work.max_polls)


def _is_sensor(task: Task, work: Polls) -> None:
    has_only(task, OPERATION | {LIMIT, "poke_interval", "timeout", "mode"})
    every, timeout = (milliseconds(task.arguments[name]) for name in ("poke_interval", "timeout"))
    if (task.kind, text(task.arguments["mode"])) != ("task.sensor", "reschedule"):
        raise Unread(f"{task.id} keeps its worker while it waits")
    if (every, timeout) != (work.every, work.timeout):
        raise Unread(f"{task.id} has two opinions on its polls")


def _promise(node: Step, task: Task) -> Found:
    match task.guards.get("promised"):
        case ast.Call(args=[step, promise], keywords=[]) if text(step) == node.id:
            yield node.id, Aspect.SLA, milliseconds(promise)
        case None:
            return
        case _:
            raise Unread(f"the promise of {task.id} is another step's")


def _records(task: Task, step: str) -> None:
    if recorded_as(task) != step:
        raise Unread(f"{task.id} records its failure as that of {recorded_as(task)}")


def _choice(dag: Dag, _node: Choice, task: Task) -> Found:
    is_own(task, LIMIT)
    if not isinstance(dag.work[task.id], Chooses | Picks):
        raise Unread(f"{task.id} chooses nothing")
    yield from ()


def _gathered(dag: Dag, node: Node, task: Task, kind: type[Any]) -> Any:
    work = dag.work[task.id]
    is_own(task)
    guarded_by(task, "behind", "recorded")
    _records(task, node.id)
    if not isinstance(work, kind):
        raise Unread(f"{task.id} does not gather what is inside of {node.id}")
    return work


def _parallel(dag: Dag, node: Parallel, task: Task) -> Found:
    work: Joins = _gathered(dag, node, task, Joins)
    fork = dag.entry(node.id)
    begins = {dag.titles.get(dag.tasks[one].made.groups[-1], ""): dag.entries.get(one) for one in dag.ahead[fork]}
    if len(begins) != len(dag.ahead[fork]):
        raise Unread(f"{fork} begins a branch twice")
    _deadline_first(dag, work.late, [ended.failing for _, ended in work.branches], task)
    yield node.id, Aspect.BRANCHES, tuple((name, begins.get(name)) for name, _ in work.branches)


def _deadline_first(dag: Dag, late: tuple[tuple[str, ...], ...], failing: list[tuple[str, ...]], task: Task) -> None:
    if list(late) != (failing if dag.workflow.deadline is not None else []):
        raise Unread(f"{task.id} does not look for the deadline in {failing}")


def _for_each(dag: Dag, node: ForEach, task: Task) -> Found:
    work: Gathers = _gathered(dag, node, task, Gathers)
    items = dag.tasks[dag.entry(node.id)]
    made = dag.work[items.id]
    is_own(items)
    guarded_by(items, "recorded")
    _records(items, node.id)
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


def _wait(dag: Dag, node: Wait, task: Task) -> Found:
    work = dag.work[task.id]
    if task.kind == "WaitSensor":
        is_own(task, LIMIT, "time_to_wait", "deferrable", "doc_md")
        if not literal(task.arguments["deferrable"]) or dag.workflow.deadline is not None:
            raise Unread(f"{task.id} does not stop at the deadline, or keeps its worker")
        yield node.id, Aspect.DURATION, milliseconds(task.arguments["time_to_wait"])
        return
    is_own(task, LIMIT)
    guarded_by(task, "recorded")
    _records(task, node.id)
    if not isinstance(work, Pauses):
        raise Unread(f"{task.id} does not wait")
    names = names_of(dag, node.id, task)
    yield node.id, Aspect.DURATION, work.seconds and names.text(work.seconds)
    yield node.id, Aspect.UNTIL, work.until and names.text(work.until)


def _approval(dag: Dag, node: Approval, task: Task) -> Found:
    work: Hears = _gathered(dag, node, task, Hears)
    notify, answer = dag.tasks[dag.entry(node.id)], dag.tasks.get(work.answer)
    sent = dag.work[notify.id]
    if work.notify != notify.id or answer is None or dag.ahead[notify.id] != (answer.id,):
        raise Unread(f"{task.id} does not hear what was asked")
    if dag.ahead[answer.id] != (task.id,) or not isinstance(sent, Calls) or sent.breach is not None:
        raise Unread(f"{task.id} does not hear what was asked")
    has_only(notify, OPERATION)
    guarded_by(notify, "recorded", *timed(dag))
    _records(notify, node.id)
    site = Site(place=f"{node.id}:notify", names=names_of(dag, node.id, notify))
    yield from facts_of_call(site, sent.invoked)
    yield from inputs_of(site, sent.invoked)
    yield from facts_of_attempts(site, notify, notify.arguments)
    yield node.id, Aspect.TIMEOUT, check_question(dag.workflow, node, answer, work)


def _call(dag: Dag, node: Call, task: Task) -> Found:
    work: Returns = _gathered(dag, node, task, Returns)
    conf, run = dag.tasks[dag.entry(node.id)], dag.tasks.get(work.run)
    made = dag.work[conf.id]
    if work.inputs != conf.id or run is None or dag.ahead[conf.id] != (run.id,) or dag.ahead[run.id] != (task.id,):
        raise Unread(f"{task.id} does not tell what came of the run that it began")
    is_own(conf)
    guarded_by(conf, "recorded", *timed(dag))
    _records(conf, node.id)
    if not isinstance(made, Gives) or made.model is not None:
        raise Unread(f"{conf.id} makes no conf")
    names = names_of(dag, node.id, conf)
    yield from facts_of_conf(node, child_of(dag.workflow, node), names, made, run, work)


def _nothing(_dag: Dag, node: Receive, _task: Task) -> Found:
    raise Unread(f"{node.id} cannot be: tasks receive no events")


_READERS: dict[type[Node], Callable[[Dag, Any, Task], Found]] = {
    Step: _step,
    Choice: _choice,
    Parallel: _parallel,
    ForEach: _for_each,
    Wait: _wait,
    Approval: _approval,
    Receive: _nothing,
    Call: _call,
}
