"""Service-level agreements (T1): breaches and alerts."""

from wfc.durations import iso_duration
from wfc.interpret.boundary import Misfit, cross_input
from wfc.interpret.perform import Task, perform
from wfc.interpret.state import RUN, Run
from wfc.interpret.timeline import Breached, Refused
from wfc.ir.policies import THREE_ATTEMPTS, Sla
from wfc.scenario.journal import Json, steady_alert


def watch(run: Run, sla: Sla | None, step: str | None, began: int) -> None:
    """Record a breach, and send its alert, when a step (or with None the run) that began then took too long."""
    took = run.now - began
    if sla is None or took <= sla.max_duration:
        return
    run.breaches.append(step or "")
    run.timeline.append(Breached(at=run.now, address=step or "", took=took, promised=sla.max_duration))
    if sla.alert and sla.alert_on_breach:
        _alert(run, sla, sla.alert, step)
        run.now = began + took


def _alert(run: Run, sla: Sla, operation_key: str, step: str | None) -> None:
    """The call of the alert operation. It delays nothing, so the caller turns the clock back afterwards."""
    operation, address = run.operation(operation_key), f"{step or ''}:alert"
    try:
        given = cross_input(operation, _breach(run, sla, step))
    except Misfit as error:
        run.timeline.append(Refused(at=run.now, address=address, type="InvalidInput", detail=str(error)))
        return
    given = steady_alert(given, iso_duration(sla.max_duration))
    perform(
        run, Task(address=address, operation=operation, given=given, retry=(THREE_ATTEMPTS,), timeout=operation.timeout)
    )


def _breach(run: Run, sla: Sla, step: str | None) -> Json:
    return {
        "workflow": run.workflow.key,
        "version": run.workflow.version,
        "run_id": RUN["id"],
        "step": step,
        "index": None,
        "max_duration": iso_duration(sla.max_duration),
        "started_at": RUN["started_at"],
    }
