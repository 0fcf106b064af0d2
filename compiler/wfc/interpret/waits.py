"""Letting time pass in a run: everything that waits asks here, so that a cancel or the deadline ends it (C5, T2)."""

from wfc.interpret.clock import Moment
from wfc.interpret.endings import Bounds, Stopped
from wfc.interpret.state import Run
from wfc.interpret.timeline import Delayed
from wfc.scenario.journal import Failure


async def wait_until(run: Run, bounds: Bounds, step: str, at: int | None) -> Failure | None:
    """Wait, with None for ever; a failure if the deadline is reached. Raises Stopped at a cancel request before `at`.

    What would happen in the instant of a cancel request still happens, but nothing in that of the deadline.
    """
    ends = [moment for moment in (at, bounds.deadline, bounds.cancel) if moment is not None]
    end = min(ends, default=None)
    address = run.prefix + step
    if end is None:
        run.world.waiting.append(address)
    elif end >= run.now:
        run.world.timeline.append(Delayed(at=run.now, until=end, address=address))
    await Moment(end)
    if end == bounds.deadline:
        return Failure(type="Deadline", message="", step=step)
    if end != at:
        raise Stopped
    return None


def refuse_late(run: Run, bounds: Bounds, step: str) -> Failure | None:
    """Whether an attempt may begin now: the failure if it is too late. Raises Stopped after a cancel request."""
    if bounds.deadline is not None and run.now >= bounds.deadline:
        return Failure(type="Deadline", message="", step=step)
    stop_at_cancel(run, bounds)
    return None


def stop_at_cancel(run: Run, bounds: Bounds) -> None:
    """Whether anything may begin now. Raises Stopped at a cancel request, and after it."""
    if bounds.cancel is not None and run.now >= bounds.cancel:
        raise Stopped


def stop_if_asked(run: Run) -> None:
    """Between two nodes: what ends in the instant of a cancel request has ended before it. Raises Stopped."""
    if run.bounds.cancel is not None and run.now > run.bounds.cancel:
        raise Stopped
