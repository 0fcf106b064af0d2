"""The states that undo steps, one after another (C1 to C3). They never fail: what cannot be undone is noted."""

from wfc.ir.nodes import Step
from wfc.ir.policies import Retry
from wfc.ir.walk import steps_of
from wfc_targets.stepfunctions import chain, names
from wfc_targets.stepfunctions.chain import Link
from wfc_targets.stepfunctions.errors import ALL, Caught, caught_from, platform_names
from wfc_targets.stepfunctions.exits import Exit
from wfc_targets.stepfunctions.flow import function_of
from wfc_targets.stepfunctions.loops import PENDING, Looped, add_loops
from wfc_targets.stepfunctions.machine import Machine, failed_end, is_attempted
from wfc_targets.stepfunctions.payload import payload_of
from wfc_targets.stepfunctions.plan import Catcher, Choice, Rule, Task, Variables
from wfc_targets.stepfunctions.retries import NOT_STARTED, needs_loop, never_retried, retriers, seconds, shares
from wfc_targets.stepfunctions.scope import Scope, may_fail


def add_compensations(machine: Machine) -> None:
    """Add the chain that the points of failure used so far need."""
    steps = {step.id: step for step in steps_of(machine.flow.workflow)}
    for link in chain.links(machine.failing, machine.flow.order, failed_end(machine.flow)):
        if link.otherwise is None:
            _add_undo(machine, steps[link.step], link.next)
        else:
            machine.add(_ask(steps[link.step], link, link.otherwise))


def _ask(step: Step, link: Link, otherwise: str) -> Choice:
    done = f"$exists(${names.variable(step.id)})"
    if is_attempted(step):
        done = f"{done} or $exists(${names.attempted(step.id)})"
    return Choice(name=names.undo_guard(step.id), rules=(Rule(condition=done, next=link.next),), default=otherwise)


def _add_undo(machine: Machine, step: Step, onward: str) -> None:
    compensation = step.compensation
    assert compensation is not None
    place = len(machine.states)
    looping = needs_loop(compensation.retry)
    scope = Scope(flow=machine.flow, about=step.id)
    evaluated = may_fail(compensation.inputs, scope)
    caught = caught_from(step.id, timed=compensation.timeout is not None, evaluated=evaluated)
    caught_now = (Catcher(errors=ALL, assign=_noted(caught.inline()), next=onward),)
    task = Task(
        name=names.undo(step.id),
        function=function_of(machine.flow, compensation.operation),
        payload=payload_of(compensation.operation, compensation.inputs, f"{step.id}:undo", scope),
        timeout=None if compensation.timeout is None else seconds(compensation.timeout),
        retry=(NOT_STARTED,) if looping else retriers(compensation.retry),
        catch=_loop(machine, caught, compensation.retry, onward) if looping else caught_now,
        next=onward,
    )
    machine.states.insert(place, task)


def _loop(machine: Machine, caught: Caught, policies: tuple[Retry, ...], onward: str) -> tuple[Catcher, ...]:
    assert caught.step is not None
    variable = f"{names.variable(caught.step)}Undo"
    looped = Looped(state=names.undo(caught.step), variable=variable, caught=caught, policies=policies, remembered={})
    loops = add_loops(machine, looped, (((), Exit(next=onward, assign=_noted(f"${PENDING}"))),))
    named = bool(shares(policies)[-1].types)
    final = ALL if named else platform_names(never_retried(policies))
    caught_now = Catcher(errors=final, assign=_noted(caught.inline()), next=onward)
    return (*loops, caught_now) if named else (caught_now, *loops)


def _noted(failure: str) -> Variables:
    return {"compensationFailed": f"{{% [$compensationFailed, {failure}] %}}"}
