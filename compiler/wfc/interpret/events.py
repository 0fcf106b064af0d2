"""Wait for an event of the world outside (T3)."""

from wfc.interpret.boundary import Misfit, cross_run
from wfc.interpret.endings import Done, Ended
from wfc.interpret.errands import refuse
from wfc.interpret.evaluate import ExpressionFailed, evaluate
from wfc.interpret.mailbox import Waiter
from wfc.interpret.scopes import scope_of
from wfc.interpret.state import Frame, Run
from wfc.interpret.timeline import Received
from wfc.interpret.waits import wait_until
from wfc.ir.nodes import Receive
from wfc.scenario.journal import Failure, Json


async def run_receive(frame: Frame, node: Receive) -> Ended:
    """Take the first event of this name and correlation that nobody has taken; wait for it if it has yet to come."""
    run, address = frame.run, frame.address(node.id)
    try:
        correlate = str(evaluate(node.correlate, scope_of(frame, node.id)))
    except ExpressionFailed as error:
        return refuse(run, address, "ExpressionError", str(error))
    waiter = Waiter(event=node.event, correlate=correlate, began=run.began)
    run.mailbox.waiters.append(waiter)
    closes = None if node.timeout is None else run.now + node.timeout
    try:
        came = await _wait_for_event(run, waiter, address, closes)
    finally:
        run.mailbox.waiters.remove(waiter)
    return came if isinstance(came, Failure) else _take(run, node, address, came)


async def _wait_for_event(run: Run, waiter: Waiter, address: str, closes: int | None) -> int | Failure:
    """The place in the scenario of the event that has come for this step."""
    while (place := _meant_for(run, waiter)) is None:
        if run.now == closes:
            return Failure(type="Timeout", message="", step=address)
        later = [after for after, _ in _arrivals(run, waiter) if after > run.now]
        ends = [*later, *([] if closes is None else [closes])]
        if late := await wait_until(run, run.bounds, address, min(ends, default=None)):
            return late
    return place


def _meant_for(run: Run, waiter: Waiter) -> int | None:
    """The event that is left when each step that has waited longer has got one; None when there is none yet."""
    given: set[int] = set()
    for other in run.mailbox.waiters:
        left = [place for after, place in _arrivals(run, other) if after <= run.now and place not in given]
        if other is waiter:
            return left[0] if left else None
        given.update(left[:1])
    raise AssertionError("who waits is among those who wait")


def _arrivals(run: Run, waiter: Waiter) -> list[tuple[int, int]]:
    """Time and place in the scenario of the events for a step that nobody has taken, first in first out.

    Those that came before its run began are not for it.
    """
    return sorted(
        (event.after, place)
        for place, event in enumerate(run.world.scenario.events)
        if (event.name, event.correlate) == (waiter.event, waiter.correlate) and place not in run.mailbox.taken
        if event.after >= waiter.began
    )


def _take(run: Run, node: Receive, address: str, place: int) -> Ended:
    run.mailbox.taken.add(place)
    run.world.timeline.append(Received(at=run.now, address=run.prefix + address, name=node.event))
    payload: Json = run.world.scenario.events[place].payload
    try:
        return Done(cross_run(node.payload, payload))
    except Misfit:
        return Failure(type="InvalidOutput", message="", step=address)
