"""Wait for a moment or for an event of the world outside (T3)."""

from datetime import UTC, datetime, timedelta

from wfc.interpret.boundary import Misfit, cross_run
from wfc.interpret.endings import Done, Ended
from wfc.interpret.errands import refuse
from wfc.interpret.evaluate import ExpressionFailed, Scope, evaluate
from wfc.interpret.scopes import scope_of
from wfc.interpret.state import Frame, Run
from wfc.interpret.timeline import Received
from wfc.interpret.waits import wait_until
from wfc.ir.nodes import Receive, Wait
from wfc.scenario.journal import Failure, Json

EPOCH = datetime.fromtimestamp(0, UTC)


async def run_wait(frame: Frame, node: Wait) -> Ended:
    """Wait for a while, or until an instant; not at all when that is past."""
    run, address = frame.run, frame.address(node.id)
    try:
        end = _end(node, scope_of(frame, node.id), run.now)
    except (ExpressionFailed, ValueError) as error:
        return refuse(run, address, "ExpressionError", str(error))
    late = await wait_until(run, run.bounds, address, end) if end > run.now else None
    return late or Done(None)


def _end(node: Wait, scope: Scope, now: int) -> int:
    if node.until is not None:
        instant = datetime.fromisoformat(evaluate(node.until, scope))
        aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        return (aware - EPOCH) // timedelta(milliseconds=1)
    if isinstance(node.duration, int) or node.duration is None:
        return now + (node.duration or 0)
    return now + 1000 * int(evaluate(node.duration, scope))


async def run_receive(frame: Frame, node: Receive) -> Ended:
    """Take the first event of this name and correlation that nobody has taken; wait for it if it has yet to come."""
    run, address = frame.run, frame.address(node.id)
    try:
        correlate = str(evaluate(node.correlate, scope_of(frame, node.id)))
    except ExpressionFailed as error:
        return refuse(run, address, "ExpressionError", str(error))
    closes = None if node.timeout is None else run.now + node.timeout
    while (at := _next_arrival(run, node.event, correlate)) is None or at > run.now:
        end = closes if at is None or (closes is not None and closes < at) else at
        if late := await wait_until(run, run.bounds, address, end):
            return late
        if end == closes and _next_arrival(run, node.event, correlate) != end:
            return Failure(type="Timeout", message="", step=address)
    return _take(frame, node, correlate)


def _arrivals(run: Run, name: str, correlate: str) -> list[tuple[int, int]]:
    """Time and place in the scenario of the events for a step that nobody has taken, first in first out.

    Those that came before the run began are not for it.
    """
    world = run.world
    return sorted(
        (event.after, place)
        for place, event in enumerate(world.scenario.events)
        if (event.name, event.correlate) == (name, correlate) and place not in world.consumed
        if event.after >= run.began
    )


def _next_arrival(run: Run, name: str, correlate: str) -> int | None:
    return next((at for at, _ in _arrivals(run, name, correlate)), None)


def _take(frame: Frame, node: Receive, correlate: str) -> Ended:
    run, address = frame.run, frame.address(node.id)
    place = _arrivals(run, node.event, correlate)[0][1]
    run.world.consumed.add(place)
    run.world.timeline.append(Received(at=run.now, address=run.prefix + address, name=node.event))
    payload: Json = run.world.scenario.events[place].payload
    try:
        return Done(cross_run(node.payload, payload))
    except Misfit:
        return Failure(type="InvalidOutput", message="", step=address)
