"""The facts of what stands beside the way of a run: start, result, compensations, alerts, the outcome."""

import ast
from collections.abc import Iterator

from wfc.ir.nodes import Call, Step
from wfc.ir.types import ModelRef, Type
from wfc.ir.walk import all_nodes, undoable
from wfc.validation.facts import Aspect
from wfc_targets.airflow.readback.computing import promise_of
from wfc_targets.airflow.readback.conf import context_key
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.names import Names
from wfc_targets.airflow.readback.operations import (
    Found,
    Site,
    facts_of_attempts,
    facts_of_call,
    inputs_of,
)
from wfc_targets.airflow.readback.patterns import Unread, expression_fits, literal, shown, text
from wfc_targets.airflow.readback.retries import attempts_of, policies_of
from wfc_targets.airflow.readback.settings import OPERATION, guarded_by, has_only, is_own, recorded_as
from wfc_targets.airflow.readback.work import Calls, Gives, RollsBack, Starts, Tells, UndoesElements, UndoesOne


def facts_beside(dag: Dag) -> Found:
    """All of them."""
    yield from _start(dag)
    yield from _result(dag)
    yield from _undo(dag)
    yield from _told(dag)
    yield from _alerts(dag)
    outcome = dag.one(Tells)
    if outcome is not None:
        is_own(dag.tasks[outcome[0]])
        guarded_by(dag.tasks[outcome[0]])
        yield "", Aspect.SLA, outcome[1].promise


def _path(of: Type | None) -> str | None:
    return of.path if isinstance(of, ModelRef) else None


def _start(dag: Dag) -> Found:
    workflow, found = dag.workflow, dag.one(Starts)
    expected = (_path(workflow.input), _path(workflow.context))
    stated = (found[1].input, found[1].context) if found else (None, None)
    if stated != expected:
        raise Unread(f"a run should be given {expected}, is given {stated}")
    if found is None:
        return
    task, work = dag.tasks[found[0]], found[1]
    several = task.arguments.get("multiple_outputs")
    if several is None or literal(several) is not True or literal(task.arguments["retries"]) != 2:
        raise Unread(f"{task.id} does not give input and context apart")
    guarded_by(task, "recorded")
    if recorded_as(task) is not None or len(task.arguments) != 2:
        raise Unread(f"{task.id} has a step, or unknown settings")
    if work.context is not None and work.context_key != context_key(workflow):
        raise Unread(f"the context is looked for in {work.context_key}")
    first = workflow.triggers[0] if workflow.triggers else None
    if work.scheduled != (first is not None and first.overlap != "skip"):
        raise Unread(f"{task.id} is wrong about whether there is a schedule")
    if task.parameters != (("params", "dag_run") if work.scheduled else ("params",)):
        raise Unread(f"unknown parameters of {task.id}")
    yield from ()


def _result(dag: Dag) -> Found:
    if dag.result is None:
        return
    task, work = dag.tasks[dag.result], dag.work[dag.result]
    assert isinstance(work, Gives)
    is_own(task)
    guarded_by(task, "recorded")
    if recorded_as(task) is not None or work.model != _path(dag.workflow.output):
        raise Unread(f"{task.id} does not give an output that is {dag.workflow.output}")
    yield "", Aspect.RESULT, Names(dag=dag, node=None, given=task.given).text(work.value)


def _undo(dag: Dag) -> Found:
    steps = undoable(dag.workflow)
    if dag.rollback is None:
        if steps:
            raise Unread("nothing is undone")
        return
    task, work = dag.tasks[dag.rollback[0]], dag.rollback[1]
    is_own(task)
    guarded_by(task)
    if work.final != dag.final or task.kind != "task.branch":
        raise Unread(f"{task.id} does not choose when the run has failed")
    for step in steps:
        yield from _undo_of(dag, step, work)


def _undo_of(dag: Dag, node: Step | Call, rollback: RollsBack) -> Found:
    main = dag.mains[node.id]
    found = dag.work.get(f"{main}{rollback.undo}")
    names = _as_of(dag, node)
    if isinstance(found, Calls) and found.breach is None:
        task = dag.tasks[f"{main}{rollback.undo}"]
        has_only(task, OPERATION)
        if recorded_as(task) != node.id or set(task.guards) - {"recorded", "due"}:
            raise Unread(f"{task.id} records its failure as that of {recorded_as(task)}")
        site = Site(place=f"{node.id}:undo", names=_with(names, task.given))
        yield from facts_of_call(site, found.invoked)
        yield from inputs_of(site, found.invoked)
        yield from facts_of_attempts(site, task, task.arguments)
        yield site.place, Aspect.WHEN, "attempted" if main in rollback.attempted else "completed"
        return
    yield from _undo_of_element(dag, node, names)


def _as_of(dag: Dag, node: Step | Call) -> Names:
    """What is undone sees the run as of its step."""
    ids = [one.id for one in all_nodes(dag.workflow)]
    return Names(dag=dag, node=node.id, given={}, later=frozenset(ids[ids.index(node.id) + 1 :]))


def _with(names: Names, given: dict[str, ast.expr]) -> Names:
    return Names(dag=names.dag, node=names.node, given=given, later=names.later)


def _elements(dag: Dag) -> Iterator[tuple[UndoesElements, UndoesOne]]:
    for work in dag.work.values():
        if isinstance(work, UndoesElements):
            yield from ((work, one) for one in work.steps)


def _undo_of_element(dag: Dag, node: Step | Call, names: Names) -> Found:
    found = [(work, one) for work, one in _elements(dag) if one.step == node.id]
    if len(found) != 1:
        raise Unread(f"{node.id} is not undone once, but {len(found)} times")
    [(work, one)] = found
    main = dag.mains[node.id]
    inside = Names(
        dag=dag, node=node.id, given=one.given, later=names.later, parameters=frozenset({"index"}), of_element=True
    )
    if dag.tasks[main].made.over != work.items:
        raise Unread(f"{node.id} is undone for the elements of {work.items}")
    site = Site(place=f"{node.id}:undo", names=inside)
    yield from facts_of_call(site, one.invoked)
    yield from inputs_of(site, one.invoked)
    yield site.place, Aspect.TIMEOUT, one.timeout
    policies = ast.Call(func=ast.Name(id="FirstMatch"), args=list(one.policies), keywords=[])
    retries = policies_of(policies)
    yield site.place, Aspect.RETRY, () if all(not each.delays for each in retries) else retries
    yield site.place, Aspect.WHEN, _when(one, main)


def _when(one: UndoesOne, main: str) -> str:
    if expression_fits(f'attempted("{main}", index)', one.due) is not None:
        return "attempted"
    if expression_fits(f'state("{main}", index) == "success"', one.due) is not None:
        return "completed"
    raise Unread(f"unknown reason to undo: {shown(one.due)}")


def _told(dag: Dag) -> Found:
    step = dag.workflow.after_compensation
    if step is None:
        return
    task = dag.tasks.get(step.id.replace("-", "_"))
    work = task and dag.work[task.id]
    if task is None or not isinstance(work, Calls) or work.kept or work.breach is not None:
        raise Unread(f"nobody is told by {step.id}")
    has_only(task, OPERATION)
    guarded_by(task, "when_failed", "recorded")
    if recorded_as(task) != step.id:
        raise Unread(f"{task.id} records its failure as that of {recorded_as(task)}")
    site = Site(place=step.id, names=Names(dag=dag, node=step.id, given=task.given))
    yield from facts_of_call(site, work.invoked)
    yield from inputs_of(site, work.invoked)
    yield from facts_of_attempts(site, task, task.arguments)


def _alerts(dag: Dag) -> Found:
    for task_id, work in dag.work.items():
        if not isinstance(work, Calls) or work.breach is None:
            continue
        task = dag.tasks[task_id]
        has_only(task, OPERATION)
        guarded_by(task)
        whose = _whose(dag, work.breach)
        names = Names(dag=dag, node=whose or None, given=task.given)
        site = Site(place=f"{whose}:alert", names=names)
        if shown(work.invoked.inputs.node) != "breach" or work.kept:
            raise Unread(f"{task_id} is not told of the breach")
        if [one.delays for one in attempts_of(task.arguments)] != [(1000, 2000)]:
            raise Unread(f"{task_id} does not have three attempts")
        yield from facts_of_call(site, work.invoked)
        for place, aspect, value in facts_of_attempts(site, task, task.arguments):
            if aspect is Aspect.TIMEOUT:
                yield place, aspect, value
        if not whose:
            yield "", Aspect.SLA, promise_of(work.breach)


def _whose(dag: Dag, breach: ast.expr) -> str:
    """The step whose promise was broken, "" for the run."""
    if promise_of(breach) is not None:
        return ""
    holes = expression_fits('pull(_task, "sla_breach")', breach)
    main = text(holes["_task"]) if holes else ""
    if main not in dag.nodes:
        raise Unread(f"nobody's promise: {shown(breach)}")
    return dag.nodes[main].id
