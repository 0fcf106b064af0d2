"""The facts of calls that tell somebody: alerts, and the step behind compensations."""

import ast

from wfc.validation.facts import Aspect
from wfc_targets.airflow.readback.called_work import Calls
from wfc_targets.airflow.readback.computing import promise_of
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.names import Names
from wfc_targets.airflow.readback.operations import (
    Found,
    Site,
    facts_of_attempts,
    facts_of_call,
    inputs_of,
)
from wfc_targets.airflow.readback.patterns import Unread, expression_fits, shown, text
from wfc_targets.airflow.readback.retries import attempts_of
from wfc_targets.airflow.readback.settings import OPERATION, guarded_by, has_only, recorded_as


def facts_of_told(dag: Dag) -> Found:
    """The step behind the compensations."""
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


def facts_of_alerts(dag: Dag) -> Found:
    """Each alert, with the promise of the run where that is asked for."""
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
