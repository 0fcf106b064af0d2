"""The facts of what stands beside the way of a run: start, result, compensations, alerts, the outcome."""

from wfc.ir.types import ModelRef, Type
from wfc.validation.facts import Aspect
from wfc_targets.airflow.readback.conf import context_key
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.names import Names
from wfc_targets.airflow.readback.of_alerts import facts_of_alerts, facts_of_told
from wfc_targets.airflow.readback.of_undo import facts_of_undo
from wfc_targets.airflow.readback.operations import (
    Found,
)
from wfc_targets.airflow.readback.patterns import Unread, literal
from wfc_targets.airflow.readback.settings import guarded_by, is_own, recorded_as
from wfc_targets.airflow.readback.settled_work import Tells
from wfc_targets.airflow.readback.work import Gives, Starts


def facts_beside(dag: Dag) -> Found:
    """All of them."""
    yield from _start(dag)
    yield from _result(dag)
    yield from facts_of_undo(dag)
    yield from facts_of_told(dag)
    yield from facts_of_alerts(dag)
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
