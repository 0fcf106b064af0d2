"""A step that is polled: its Task, a Choice that asks whether that was the last time, a Wait, and the Task again (S5).

    step --> "poll step again?" --> "before polling step" --> step

The number of polls and the beginning of the first stand in variables; the output is the step's own only when `until`
holds.
"""

from collections.abc import Iterator

from wfc.ir.nodes import Poll, Step
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.chain import surely
from wfc_targets.stepfunctions.choices import ERROR, failed_outside
from wfc_targets.stepfunctions.deadlines import cut_wait
from wfc_targets.stepfunctions.exits import Exit
from wfc_targets.stepfunctions.failures import attempted_exit
from wfc_targets.stepfunctions.loops import counters
from wfc_targets.stepfunctions.machine import Machine, is_attempted, last_told
from wfc_targets.stepfunctions.onward import go_on
from wfc_targets.stepfunctions.promises import add_step_alert, breaches, first_entered
from wfc_targets.stepfunctions.retries import needs_loop, seconds
from wfc_targets.stepfunctions.scope import RESULT, condition, guard
from wfc_targets.stepfunctions.states import Choice, Rule, Wait

TIMEOUT = "PollTimeout"


def polled(machine: Machine, step: Step, poll: Poll) -> Exit:
    """Add what follows a poll; where the Task goes when one has succeeded."""
    again = names.between_polls(step.id)
    machine.add(Choice(name=names.poll(step.id), rules=tuple(_rules(machine, step, poll)), default=again))
    every = cut_wait(machine.flow.workflow.deadline, seconds(poll.every))
    machine.add(Wait(name=again, seconds=every, next=step.id))
    count = f"${names.polls(step.id)}"
    retries = counters(names.variable(step.id), step.retry) if needs_loop(step.retry) else ()
    noted = {
        names.polled(step.id): f"{{% {RESULT} %}}",
        names.polls(step.id): f"{{% $exists({count}) ? {count} + 1 : 1 %}}",
        **({names.attempted(step.id): True} if is_attempted(step) else {}),
        **machine.called(),
        **first_entered(step),
        **dict.fromkeys(retries, 0),
    }
    return Exit(next=names.poll(step.id), assign=noted)


def _rules(machine: Machine, step: Step, poll: Poll) -> Iterator[Rule]:
    scope = machine.scope(about=step.id, own=step.id, result=f"${names.polled(step.id)}")
    if sound := guard(poll.until, scope):
        wrong = _failed(machine, step, ERROR)
        yield Rule(condition=f"$not({sound})", assign=wrong.assign, next=wrong.next)
    done = _done(machine, step)
    yield Rule(condition=condition(poll.until, scope), assign=done.assign, next=done.next)
    late = _failed(machine, step, TIMEOUT)
    yield Rule(condition=_over(step, poll), assign=late.assign, next=late.next)


def _over(step: Step, poll: Poll) -> str:
    """Would the next poll begin too late, or be one too many?"""
    left = poll.timeout - seconds(poll.every) * 1000
    late = f"$millis() - $toMillis(${names.started(step.id)}) >= {left}"
    return late if poll.max_polls is None else f"${names.polls(step.id)} >= {poll.max_polls} or {late}"


def _done(machine: Machine, step: Step) -> Exit:
    """What has been polled is the step's output now."""
    leave = go_on(machine, step, f"${names.polled(step.id)}")
    assign = {**leave.assign, **breaches(machine.frame, step, looping=True)}
    return Exit(next=add_step_alert(machine, step, leave.next), assign=assign)


def _failed(machine: Machine, step: Step, type: str) -> Exit:
    due = machine.due(step.id, "failure")
    leave = failed_outside(machine, step, type, surely(surely(due, step.id), last_told(machine.flow)))
    return attempted_exit(machine, step, leave)
