"""A step as a Task: what it is given, where it goes on, what is noted on the way."""

from wfc.ir.nodes import Step
from wfc_targets.stepfunctions.catching import Attempts, task_catchers
from wfc_targets.stepfunctions.deadlines import cut
from wfc_targets.stepfunctions.ends import output
from wfc_targets.stepfunctions.exits import Exit
from wfc_targets.stepfunctions.flow import function_of
from wfc_targets.stepfunctions.literals import remark
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.onward import ends_with, go_on
from wfc_targets.stepfunctions.payload import payload_of
from wfc_targets.stepfunctions.polls import polled
from wfc_targets.stepfunctions.promises import add_step_alert, breaches, late_steps
from wfc_targets.stepfunctions.retries import NOT_STARTED, retriers, seconds
from wfc_targets.stepfunctions.scope import RESULT
from wfc_targets.stepfunctions.states import Task, Template


def add_step(machine: Machine, step: Step) -> None:
    """Add the states of a step, its Task first."""
    place = len(machine.states)
    attempts = Attempts(
        inputs=step.inputs, retry=step.retry, timed=step.timeout is not None, again=step.poll is not None
    )
    looping = attempts.looping
    leave, end = (polled(machine, step, step.poll), None) if step.poll else _on_success(machine, step, looping=looping)
    task = Task(
        name=step.id,
        comment=remark(step.description),
        function=function_of(machine.flow, step.operation),
        payload=payload_of(step.operation, step.inputs, machine.scope(about=step.id)),
        timeout=cut(machine.flow.workflow.deadline, None if step.timeout is None else seconds(step.timeout)),
        assign=leave.assign if leave else {},
        output=end,
        retry=(NOT_STARTED,) if looping else retriers(step.retry),
        catch=task_catchers(machine, step, attempts),
        next=leave.next if leave else None,
    )
    machine.add(task, place)


def _on_success(machine: Machine, step: Step, *, looping: bool) -> tuple[Exit | None, Template]:
    """Where the Task goes when it has succeeded, or None and the output with which the run then ends."""
    late = late_steps(machine.frame, step, looping=looping)
    if ends_with(machine, step):
        return None, output(machine, machine.scope(about=step.id, own=step.id), late)
    leave = go_on(machine, step, RESULT)
    assign = {**leave.assign, **breaches(machine.frame, step, looping=looping)}
    return Exit(next=add_step_alert(machine, step, leave.next), assign=assign), None
