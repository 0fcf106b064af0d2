"""Compensate a failed run (C1-C4)."""

from dataclasses import replace

from wfc.interpret.boundary import Misfit, cross_input
from wfc.interpret.evaluate import ExpressionFailed, Scope, evaluate
from wfc.interpret.perform import Done, Failed, Task, perform
from wfc.interpret.state import Run, error_value, scope_of
from wfc.interpret.timeline import Refused, Undoing
from wfc.ir.nodes import Compensation, Step
from wfc.ir.walk import steps_of
from wfc.scenario.journal import CompensationFailure, Failure


def undo(run: Run, failure: Failure) -> None:
    """Run what is due in reverse canonical order, one at a time; what fails is recorded and the rest goes on."""
    due = [
        (step, how)
        for step in reversed(steps_of(run.workflow))
        if (how := step.compensation) and _is_due(run, step, how)
    ]
    if due:
        run.timeline.append(Undoing(at=run.now, type=failure.type, message=failure.message, step=failure.step))
    for step, how in due:
        ended = _undo(run, step, how, failure)
        if isinstance(ended, Failed):
            run.compensation_failed.append(CompensationFailure(step=step.id, type=ended.type, message=ended.message))


def _is_due(run: Run, step: Step, how: Compensation) -> bool:
    match how.when:
        case "completed":
            return step.id in run.outputs
        case "attempted":
            return step.id in run.attempted


def _undo(run: Run, step: Step, how: Compensation, failure: Failure) -> Done | Failed:
    address = f"{step.id}:undo"
    operation = run.operation(how.operation)
    try:
        given = cross_input(operation, evaluate(how.inputs, _scope(run, step, failure)) if how.inputs else {})
    except ExpressionFailed as error:
        run.timeline.append(Refused(at=run.now, address=address, type="ExpressionError", detail=str(error)))
        return Failed("ExpressionError", "")
    except Misfit as error:
        run.timeline.append(Refused(at=run.now, address=address, type="InvalidInput", detail=str(error)))
        return Failed("InvalidInput", "")
    task = Task(address=address, operation=operation, given=given, retry=how.retry, timeout=how.timeout)
    return perform(run, task)


def _scope(run: Run, step: Step, failure: Failure) -> Scope:
    """What the step's own lambdas saw when it ended, but for `error`."""
    scope = scope_of(run, step.id)
    return replace(scope, names={**scope.names, "error": error_value(failure)}, outputs=run.seen[step.id])
