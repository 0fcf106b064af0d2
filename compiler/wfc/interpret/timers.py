"""Wait for a moment (T3)."""

from datetime import UTC, datetime, timedelta

from wfc.interpret.endings import Done, Ended
from wfc.interpret.errands import refuse
from wfc.interpret.evaluate import ExpressionFailed, Scope, evaluate
from wfc.interpret.scopes import scope_of
from wfc.interpret.state import Frame
from wfc.interpret.waits import stop_at_cancel, wait_until
from wfc.ir.nodes import Wait

EPOCH = datetime.fromtimestamp(0, UTC)


async def run_wait(frame: Frame, node: Wait) -> Ended:
    """Wait for a while, or until an instant; not at all when that is past."""
    run, address = frame.run, frame.address(node.id)
    try:
        end = _end(node, scope_of(frame, node.id), run.now)
    except (ExpressionFailed, ValueError) as error:
        return refuse(run, address, "ExpressionError", str(error))
    if end <= run.now:
        stop_at_cancel(run, run.bounds)
        return Done(None)
    return await wait_until(run, run.bounds, address, end) or Done(None)


def _end(node: Wait, scope: Scope, now: int) -> int:
    if node.until is not None:
        instant = datetime.fromisoformat(evaluate(node.until, scope))
        aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        return (aware - EPOCH) // timedelta(milliseconds=1)
    if isinstance(node.duration, int) or node.duration is None:
        return now + (node.duration or 0)
    return now + 1000 * int(evaluate(node.duration, scope))
