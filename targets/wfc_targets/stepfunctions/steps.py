"""A step as a Task: what it is given, where it leads, what is noted on the way."""

from collections.abc import Iterator

from wfc.ir.nodes import Catch, FailAgain, Goto, Step, Succeed
from wfc.ir.policies import NOT_ATTEMPTED
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.chain import Due, surely, without
from wfc_targets.stepfunctions.ends import ends_directly, output
from wfc_targets.stepfunctions.errors import Caught, caught_from, platform_names, raised
from wfc_targets.stepfunctions.exits import Exit, Leaving, exit_to, rules_of
from wfc_targets.stepfunctions.flow import alerts, function_of
from wfc_targets.stepfunctions.literals import remark
from wfc_targets.stepfunctions.loops import PENDING, Exits, Looped, add_loops
from wfc_targets.stepfunctions.machine import Machine, is_attempted
from wfc_targets.stepfunctions.payload import payload_of
from wfc_targets.stepfunctions.plan import Catcher, Choice, Task, Template
from wfc_targets.stepfunctions.promises import add_step_alert, breaches, first_entered, late_steps
from wfc_targets.stepfunctions.retries import NOT_STARTED, needs_loop, never_retried, retriers, seconds, shares
from wfc_targets.stepfunctions.scope import RESULT, Scope, may_fail


def add_step(machine: Machine, step: Step) -> None:
    """Add the states of a step, its Task first."""
    place = len(machine.states)
    looping = needs_loop(step.retry)
    leave, end = _on_success(machine, step, looping=looping)
    task = Task(
        name=step.id,
        comment=remark(step.description),
        function=function_of(machine.flow, step.operation),
        payload=payload_of(step.operation, step.inputs, step.id, Scope(flow=machine.flow, about=step.id)),
        timeout=None if step.timeout is None else seconds(step.timeout),
        assign=leave.assign if leave else {},
        output=end,
        retry=(NOT_STARTED,) if looping else retriers(step.retry),
        catch=_looping_catchers(machine, step) if looping else _catchers(_exits(machine, step, looping=False)),
        next=leave.next if leave else None,
    )
    machine.states.insert(place, task)


def _on_success(machine: Machine, step: Step, *, looping: bool) -> tuple[Exit | None, Template]:
    """Where the Task goes when it has succeeded, or None and the output with which the run then ends."""
    own = Scope(flow=machine.flow, about=step.id, own=step.id)
    due = machine.flow.due[step.id, "success"]
    target = step.on_success[0].target
    if len(step.on_success) > 1:
        leave = Exit(next=_add_route(machine, step, due))
    elif isinstance(target, Succeed) and ends_directly(machine.flow) and not alerts(step.sla):
        return None, output(own, late_steps(step, looping=looping))
    else:
        leave = exit_to(machine, target, Leaving(node=step.id, due=due, scope=own))
    kept = {names.variable(step.id): f"{{% {RESULT} %}}"} if step.id in machine.flow.read else {}
    assign = {**kept, **breaches(step, looping=looping), **leave.assign}
    return Exit(next=add_step_alert(machine, step, leave.next), assign=assign), None


def _add_route(machine: Machine, step: Step, due: Due) -> str:
    """The Choice behind a step. An error in a condition is a failure of the run; the step has completed (S4)."""
    leaving = Leaving(node=step.id, due=due, scope=Scope(flow=machine.flow, about=step.id))
    rules, otherwise = rules_of(machine, step.on_success, leaving, lambda: _broken(machine, step, due))
    machine.add(Choice(name=names.route(step.id), rules=rules, assign=otherwise.assign, default=otherwise.next))
    return names.route(step.id)


def _broken(machine: Machine, step: Step, due: Due) -> Exit:
    return Exit(next=machine.fail(due), assign={"failure": raised("ExpressionError", step.id)})


def _exits(machine: Machine, step: Step, *, looping: bool) -> Exits:
    """Where a final failure leads. `looping`: it was kept in a variable, else it has just been caught."""
    caught = _caught(machine, step)
    error = f"${PENDING}" if looping else f"({caught.inline()})"
    scope = Scope(flow=machine.flow, error=error)
    due = machine.flow.due[step.id, "failure"]
    exits = []
    for catch in _catches(step):
        for types, attempted in _divided(step, catch.types):
            failure: Template = f"{{% ${PENDING} %}}" if looping else caught.template(types)
            leaving = Leaving(node=step.id, due=_due(due, step, attempted), scope=scope, failure=failure)
            leave = exit_to(machine, catch.target, leaving)
            goes_on = attempted and isinstance(catch.target, Goto | Succeed)
            flag = {names.attempted(step.id): True} if goes_on else {}
            assign = {**leave.assign, **flag, **breaches(step, looping=looping)}
            exits.append((types, Exit(next=add_step_alert(machine, step, leave.next), assign=assign)))
    return tuple(exits)


def _caught(machine: Machine, step: Step) -> Caught:
    evaluated = may_fail(step.inputs, Scope(flow=machine.flow))
    return caught_from(step.id, timed=step.timeout is not None, evaluated=evaluated)


def _catches(step: Step) -> tuple[Catch, ...]:
    """The failure edges, with the one that is there when nothing is written."""
    if step.on_failure and not step.on_failure[-1].types:
        return step.on_failure
    return (*step.on_failure, Catch(types=(), target=FailAgain(span=step.span)))


def _divided(step: Step, types: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], bool | None]]:
    """The types of a failure edge; where it matters, those that come before an attempt and the others apart."""
    if not is_attempted(step):
        yield types, None
        return
    before = tuple(sorted(one for one in NOT_ATTEMPTED if one in types or not types))
    after = tuple(one for one in types if one not in NOT_ATTEMPTED)
    if before:
        yield before, False
    if after or not types:
        yield after, True


def _due(due: Due, step: Step, attempted: bool | None) -> Due:
    if attempted is None:
        return due
    return surely(due, step.id) if attempted else without(due, step.id)


def _catchers(exits: Exits) -> tuple[Catcher, ...]:
    return tuple(Catcher(errors=platform_names(types), assign=one.assign, next=one.next) for types, one in exits)


def _looping_catchers(machine: Machine, step: Step) -> tuple[Catcher, ...]:
    """First what is never retried, then the loops, then what no policy is for."""
    exits = _exits(machine, step, looping=False)
    looped = Looped(
        state=step.id,
        variable=names.variable(step.id),
        caught=_caught(machine, step),
        policies=step.retry,
        remembered=first_entered(step),
    )
    loops = add_loops(machine, looped, _exits(machine, step, looping=True))
    if shares(step.retry)[-1].types:
        return (*loops, *_catchers(exits))
    return (*_catchers(_only(exits, never_retried(step.retry))), *loops)


def _only(exits: Exits, types: tuple[str, ...]) -> Exits:
    """These exits for these types and no other."""
    left, found = list(types), []
    for listed, leave in exits:
        chosen = tuple(one for one in left if one in listed or not listed)
        left = [one for one in left if one not in chosen]
        if chosen:
            found.append((chosen, leave))
    return tuple(found)
