"""Run another workflow and wait for it (C7): for real, or as one call where the scenario has a script for it."""

from typing import TypeAlias

from wfc.interpret.boundary import Misfit, cross_run
from wfc.interpret.endings import Bounds, Done, Ended, Ending, Stopped
from wfc.interpret.errands import refuse
from wfc.interpret.evaluate import ExpressionFailed, evaluate
from wfc.interpret.perform import Errand, attempt
from wfc.interpret.scopes import scope_of
from wfc.interpret.state import Frame, Run
from wfc.interpret.waits import refuse_late
from wfc.ir.nodes import Call, Workflow
from wfc.ir.walk import child_of, models_by_path, operations_by_key
from wfc.scenario.fixed import fixed_value
from wfc.scenario.journal import Failure, Json
from wfc.scenario.script import find_entry

Given: TypeAlias = tuple[Json, Json]
"""Input and context for the child, not yet validated."""


async def run_call(frame: Frame, call: Call) -> Ended:
    """What comes of a call."""
    run, address = frame.run, frame.address(call.id)
    scope = scope_of(frame, call.id)
    try:
        given = evaluate(call.inputs, scope) if call.inputs else {}
        context = evaluate(call.context, scope) if call.context else run.context
    except ExpressionFailed as error:
        return refuse(run, address, "ExpressionError", str(error))
    if find_entry(run.world.scenario.operations, run.prefix + address) is not None:
        return await _pretend(frame, call, (given, context))
    if late := refuse_late(run, run.bounds, address):
        return late
    began, child = run.now, child_run(frame, call, (given, context))
    run.attempted.add(address)
    ended = _result(run, call, address, began, await run.world.play(child))
    if isinstance(ended, Failure) and ended.type == "InvalidInput":
        run.attempted.remove(address)
    return ended


def child_run(frame: Frame, call: Call, given: Given) -> Run:
    """The run of the workflow that is called, before it begins."""
    run, workflow, address = frame.run, child_of(frame.run.workflow, call), frame.address(call.id)
    moments = [moment for moment, _ in stops(run, call, run.now)]
    return Run(
        world=run.world,
        workflow=workflow,
        operations=operations_by_key(workflow),
        input=given[0],
        context=given[1],
        bounds=Bounds(
            cancel=min(moments, default=None),
            deadline=None if workflow.deadline is None else run.now + workflow.deadline,
        ),
        prefix=f"{run.prefix}{address}/",
        id=f"{run.id}/{address}",
        began=run.now,
        mailbox=run.mailbox,
    )


def stops(run: Run, call: Call, began: int) -> list[tuple[int, str]]:
    """When the child is asked to cancel and what the call fails with then, as a cut attempt would."""
    timeout = None if call.timeout is None else began + call.timeout
    bounds = ((timeout, "Timeout"), (run.bounds.deadline, "Deadline"), (run.bounds.cancel, "Cancelled"))
    return [(moment, type) for moment, type in bounds if moment is not None]


def _result(run: Run, call: Call, address: str, began: int, ending: Ending) -> Ended:
    """Raises Stopped when the run itself was asked to cancel; what ends in the instant of a stop was in time."""
    in_time = run.now if ending.status == "cancelled" else run.now - 1
    passed = [stop for stop in stops(run, call, began) if stop[0] <= in_time]
    if passed:
        _, type = min(passed, key=lambda stop: stop[0])
        if type == "Cancelled":
            raise Stopped
        return Failure(type=type, message="", step=address)
    if ending.error:
        return Failure(type=ending.error.type, message=ending.error.message, step=address)
    return Done(ending.output)


async def _pretend(frame: Frame, call: Call, given: Given) -> Ended:
    """One attempt in place of the child's run."""
    run, child, address = frame.run, child_of(frame.run.workflow, call), frame.address(call.id)
    try:
        accepted, _ = cross_run(child.input, given[0]), cross_run(child.context, given[1])
    except Misfit as error:
        return refuse(run, address, "InvalidInput", str(error))
    errand = Errand(
        run=run,
        bounds=run.bounds,
        step=address,
        address=address,
        key="",
        script="",
        given=None if child.input is None else accepted,
        fit=lambda output: cross_run(child.output, output),
        fixed=lambda: _fixed(child),
        retry=(),
        timeout=call.timeout,
    )
    return await attempt(errand, 1)


def _fixed(child: Workflow) -> Json:
    return None if child.output is None else fixed_value(child.output, models_by_path(child))
