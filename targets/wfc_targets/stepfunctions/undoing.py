"""One call on the way to the end of a failed run. It never fails: what cannot be done is noted (C3, C8)."""

from dataclasses import dataclass
from typing import final

from wfc.ir.expressions import Expr
from wfc.ir.nodes import Call, Step
from wfc.ir.policies import Retry
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.errors import ALL, Caught, caught_from, platform_names
from wfc_targets.stepfunctions.exits import Exit
from wfc_targets.stepfunctions.flow import function_of
from wfc_targets.stepfunctions.loops import PENDING, Looped, add_loops
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.payload import payload_of
from wfc_targets.stepfunctions.retries import NOT_STARTED, needs_loop, never_retried, retriers, seconds, shares
from wfc_targets.stepfunctions.scope import may_fail
from wfc_targets.stepfunctions.states import Catcher, Task, Variables

FAILED = "compensationFailed"
"""The variable that lists what could not be done; in each element that is undone another."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A call on the way to the end of a failed run, about a node; `role` as in addresses."""

    state: str
    node: str
    role: str
    operation: str
    inputs: Expr | None
    retry: tuple[Retry, ...]
    timeout: int | None


def undoing_of(step: Step | Call) -> Work:
    """The compensation of a node."""
    compensation = step.compensation
    assert compensation is not None
    return Work(
        state=names.undo(step.id),
        node=step.id,
        role=":undo",
        operation=compensation.operation,
        inputs=compensation.inputs,
        retry=compensation.retry,
        timeout=compensation.timeout,
    )


def telling_of(last: Step) -> Work:
    """The call of `after_compensation`."""
    return Work(
        state=last.id,
        node=last.id,
        role="",
        operation=last.operation,
        inputs=last.inputs,
        retry=last.retry,
        timeout=last.timeout,
    )


def add_work(machine: Machine, work: Work, onward: str) -> None:
    """Add the states of a call, which go on whatever comes of it."""
    place = len(machine.states)
    looping = needs_loop(work.retry)
    scope = machine.scope(about=work.node)
    evaluated = may_fail(work.inputs, scope)
    caught = caught_from(work.node, machine.frame, timed=work.timeout is not None, evaluated=evaluated)
    caught_now = (Catcher(errors=ALL, assign=_noted(machine, caught.inline()), next=onward),)
    task = Task(
        name=work.state,
        function=function_of(machine.flow, work.operation),
        payload=payload_of(work.operation, work.inputs, scope, work.role),
        timeout=None if work.timeout is None else seconds(work.timeout),
        retry=(NOT_STARTED,) if looping else retriers(work.retry),
        catch=_loop(machine, caught, work, onward) if looping else caught_now,
        next=onward,
    )
    machine.add(task, place)


def _loop(machine: Machine, caught: Caught, work: Work, onward: str) -> tuple[Catcher, ...]:
    looped = Looped(
        state=work.state, variable=f"{names.variable(work.node)}Undo", caught=caught, policies=work.retry, remembered={}
    )
    loops = add_loops(machine, looped, (((), Exit(next=onward, assign=_noted(machine, f"${machine.own(PENDING)}"))),))
    named = bool(shares(work.retry)[-1].types)
    final = ALL if named else platform_names(never_retried(work.retry))
    caught_now = Catcher(errors=final, assign=_noted(machine, caught.inline()), next=onward)
    return (*loops, caught_now) if named else (caught_now, *loops)


def _noted(machine: Machine, failure: str) -> Variables:
    failed = machine.own(FAILED)
    return {failed: f"{{% [${failed}, {failure}] %}}"}
