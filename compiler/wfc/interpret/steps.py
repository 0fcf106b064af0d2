"""Run a step: its operation with its retries, polls and promise (S1-S5, T1)."""

from dataclasses import replace
from itertools import count

from wfc.interpret.endings import Done, Ended
from wfc.interpret.errands import errand, evaluate_input, refuse
from wfc.interpret.evaluate import ExpressionFailed, Scope, evaluate
from wfc.interpret.perform import Errand, perform, persist
from wfc.interpret.scopes import refresh_output, scope_of
from wfc.interpret.state import Frame
from wfc.interpret.waits import wait_until
from wfc.interpret.watch import Promise, watched
from wfc.ir.nodes import Poll, Step
from wfc.scenario.journal import Failure


async def run_step(frame: Frame, step: Step) -> Ended:
    """What comes of a step, its promise watched."""
    return await watched(_promise(frame, step), _run(frame, step))


async def _run(frame: Frame, step: Step) -> Ended:
    run, address, scope = frame.run, frame.address(step.id), scope_of(frame, step.id)
    operation = run.operations[step.operation]
    given, refused = evaluate_input(run, operation, step.inputs, scope, address, address)
    if refused:
        return refused
    task = errand(
        run,
        operation,
        given,
        step=address,
        key=frame.key(step.id),
        retry=step.retry,
        timeout=step.timeout,
        bounds=run.bounds,
    )
    return await (poll(task, step.poll, scope) if step.poll else perform(task))


async def poll(task: Errand, how: Poll, scope: Scope) -> Ended:
    """Call until the condition holds (S5). All polls have one input, each has retries of its own."""
    run, began, attempts, number = task.run, task.run.now, count(1), 0
    while True:
        number += 1
        key = f"{task.key}:poll{number}" if task.key and number > 1 else task.key
        ended = await persist(replace(task, key=key), attempts)
        if not isinstance(ended, Done):
            return ended
        try:
            if evaluate(how.until, refresh_output(scope, ended.output)):
                return ended
        except ExpressionFailed as error:
            return refuse(run, task.step, "ExpressionError", str(error))
        if run.now + how.every >= began + how.timeout or number == how.max_polls:
            return Failure(type="PollTimeout", message="", step=task.step)
        if late := await wait_until(run, task.bounds, task.step, run.now + how.every):
            return late


def _promise(frame: Frame, step: Step) -> Promise | None:
    return step.sla and Promise(
        run=frame.run,
        sla=step.sla,
        address=frame.address(step.id),
        key=frame.key(step.id),
        step=step.id,
        index=frame.indexes[-1] if frame.indexes else None,
        began=frame.run.now,
    )
