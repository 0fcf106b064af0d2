"""Promises: who is told of a breach, and by which task."""

from wfc.ir.policies import THREE_ATTEMPTS, Sla
from wfc_targets.airflow.bodies import Alert
from wfc_targets.airflow.flow import ALL_DONE, MAP_INDEX, SETTLED, Flow, decorator, key_source
from wfc_targets.airflow.invoke import invoke_on
from wfc_targets.airflow.names import task_id
from wfc_targets.airflow.plan import Task
from wfc_targets.airflow.policies import attempts, duration, time_limit


def sends_alert(sla: Sla | None) -> bool:
    """Is somebody told of a breach, beside the log?"""
    return sla is not None and sla.alert is not None and sla.alert_on_breach


def promise(sla: Sla) -> str:
    """Source that records a breach of the promise for the whole run."""
    return f'record_breach(None, get_current_context()["dag_run"].start_date, {duration(sla.max_duration)})'


def alert_of(sla: Sla, step: str | None, flow: Flow) -> Task:
    """The task that tells somebody of a breach, of a step or with None of the run."""
    assert sla.alert is not None
    operation = flow.operations[sla.alert]
    names = flow.names
    source = f'pull("{task_id(step)}", "sla_breach")' if step else promise(sla)
    found = invoke_on(operation, "breach", key_source(step, ":alert", flow) if step else '"alert"')
    rule = SETTLED if step else ALL_DONE
    return Task(
        name=names.beside(step, "alert") if step else names.run("alert"),
        decorators=(decorator("task", rule, *attempts((THREE_ATTEMPTS,)), *time_limit(operation.timeout)),),
        imports=found.imports,
        bindings=(f"index = {MAP_INDEX}",) if flow.shape.each and step and operation.takes_key else (),
        body=Alert(breach=source, call=found.call),
    )
