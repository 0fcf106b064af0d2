"""Service-level agreements (T1): breaches, alerts and escalations. They run beside the workflow and delay nothing."""

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import TypeVar, final

from wfc.durations import iso_duration
from wfc.interpret.boundary import Misfit, cross_input
from wfc.interpret.clock import WATCHER, Moment, Pause
from wfc.interpret.endings import Bounds, Stopped
from wfc.interpret.errands import errand, refuse
from wfc.interpret.perform import perform
from wfc.interpret.scopes import run_value
from wfc.interpret.state import Run
from wfc.interpret.timeline import Breached
from wfc.ir.policies import THREE_ATTEMPTS, Sla
from wfc.scenario.journal import Json, steady_alert

T = TypeVar("T")


@final
@dataclass(slots=True, kw_only=True)
class Promise:
    """Who has promised what: a step, or with `step` None its run. `key` is without what stands for the kind of call."""

    run: Run
    sla: Sla
    address: str
    key: str
    step: str | None
    index: int | None
    began: int
    kept_open: bool = True


async def watched(promise: Promise | None, work: Coroutine[Pause, None, T]) -> T:
    """Do the work and see how long it takes."""
    if promise is None:
        return await work
    if promise.sla.in_flight:
        promise.run.world.clock.start(_watch(promise))
    try:
        done = await work
    except Stopped:
        _close(promise)
        raise
    _close(promise)
    return done


async def _watch(promise: Promise) -> None:
    """While the work goes on: the alert in the moment that the promise is broken, then the escalations."""
    sla, clock = promise.sla, promise.run.world.clock
    alert = [(sla.max_duration, sla.alert, ":alert")] if sla.alert and sla.alert_on_breach else []
    later = [(one.after, one.operation, f":alert:{n}") for n, one in enumerate(sla.escalate, 1)]
    for after, operation, role in [*alert, *later]:
        await Moment(promise.began + after, WATCHER)
        if not promise.kept_open:
            return
        clock.start(_alert(promise, operation, role))


def _close(promise: Promise) -> None:
    promise.kept_open = False
    run, sla, took = promise.run, promise.sla, promise.run.now - promise.began
    if took <= sla.max_duration:
        return
    address = run.prefix + promise.address
    run.world.breaches.append(address)
    run.world.timeline.append(Breached(at=run.now, address=address, took=took, promised=sla.max_duration))
    if sla.alert and sla.alert_on_breach and not sla.in_flight:
        run.world.clock.start(_alert(promise, sla.alert, ":alert"))


async def _alert(promise: Promise, operation_key: str, role: str) -> None:
    """Three attempts, whose failure is nobody's concern."""
    run, operation = promise.run, promise.run.operations[operation_key]
    try:
        given = cross_input(operation, _breach(promise))
    except Misfit as error:
        refuse(run, promise.address, "InvalidInput", str(error), promise.address + role)
        return
    await perform(
        errand(
            run,
            operation,
            steady_alert(given, iso_duration(promise.sla.max_duration)),
            step=promise.address,
            key=promise.key,
            role=role,
            retry=(THREE_ATTEMPTS,),
            timeout=operation.timeout,
            bounds=Bounds(),
        )
    )


def _breach(promise: Promise) -> Json:
    return {
        "workflow": promise.run.workflow.key,
        "version": promise.run.workflow.version,
        "run_id": promise.run.id,
        "step": promise.step,
        "index": promise.index,
        "max_duration": iso_duration(promise.sla.max_duration),
        "started_at": run_value(promise.run)["started_at"],
    }
