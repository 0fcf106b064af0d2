"""The facts of each node, from the tasks that stand for it."""

import ast
from collections.abc import Callable
from typing import Any

from wfc.ir.nodes import Approval, Call, Choice, ForEach, Node, Parallel, Receive, Step, Wait
from wfc.validation.facts import Aspect
from wfc_targets.airflow.readback.called_work import Calls, Polls
from wfc_targets.airflow.readback.chosen_work import Chooses, Picks
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.of_blocks import (
    LIMIT,
    facts_of_branches,
    facts_of_list,
    names_of,
    records_as,
)
from wfc_targets.airflow.readback.of_waits import facts_of_approval, facts_of_called, facts_of_wait
from wfc_targets.airflow.readback.operations import (
    Found,
    Site,
    facts_of_attempts,
    facts_of_call,
    inputs_of,
)
from wfc_targets.airflow.readback.patterns import Unread, milliseconds, text
from wfc_targets.airflow.readback.settings import OPERATION, guarded_by, has_only, is_own, timed
from wfc_targets.airflow.readback.tasks import Task


def facts_of(dag: Dag, node: Node) -> Found:
    """What the tasks of a node say, but for where it leads."""
    task = dag.tasks[dag.mains[node.id]]
    yield from _READERS[type(node)](dag, node, task)


def _step(dag: Dag, node: Step, task: Task) -> Found:
    work = dag.work[task.id]
    promised = ("promised",) if "promised" in task.guards else ()
    guarded_by(task, "recorded", *promised, *timed(dag))
    records_as(task, node.id)
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


def _choice(dag: Dag, _node: Choice, task: Task) -> Found:
    is_own(task, LIMIT)
    if not isinstance(dag.work[task.id], Chooses | Picks):
        raise Unread(f"{task.id} chooses nothing")
    yield from ()


def _nothing(_dag: Dag, node: Receive, _task: Task) -> Found:
    raise Unread(f"{node.id} cannot be: tasks receive no events")


_READERS: dict[type[Node], Callable[[Dag, Any, Task], Found]] = {
    Step: _step,
    Choice: _choice,
    Parallel: facts_of_branches,
    ForEach: facts_of_list,
    Wait: facts_of_wait,
    Approval: facts_of_approval,
    Receive: _nothing,
    Call: facts_of_called,
}
