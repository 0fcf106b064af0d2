"""Tell the one step that wants to know that a run has failed or was cancelled (C8)."""

from wfc.interpret.endings import Bounds
from wfc.interpret.errands import errand, evaluate_input
from wfc.interpret.perform import perform
from wfc.interpret.scopes import scope_of
from wfc.interpret.state import Frame, Run
from wfc.interpret.undo import record_failure
from wfc.scenario.journal import Failure
from wfc.scenario.spelling import is_alert


async def tell(run: Run, failure: Failure) -> None:
    """Run `after_compensation`, if the run has called anything. Nothing bounds it, and it decides nothing."""
    step = run.workflow.after_compensation
    if step is None or not _has_called(run):
        return
    operation, scope = run.operations[step.operation], scope_of(Frame(run=run, handled=failure), step.id)
    given, refused = evaluate_input(run, operation, step.inputs, scope, step.id, step.id)
    if refused:
        record_failure(run, refused)
        return
    told = errand(
        run,
        operation,
        given,
        step=step.id,
        key=scope.names["key"],
        retry=step.retry,
        timeout=step.timeout,
        bounds=Bounds(),
    )
    record_failure(run, await perform(told))


def _has_called(run: Run) -> bool:
    """Alerts do not count; a child that has accepted its input does."""
    called = {call.address for call in run.world.calls if not is_alert(call.address)}
    begun = run.world.accepted - {run.prefix}
    return any(address.startswith(run.prefix) for address in called | begun)
