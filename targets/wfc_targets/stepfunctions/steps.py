"""A step as a Task: what it is given, where it leads, what is noted on the way."""

from collections.abc import Iterator

from wfc.ir.nodes import Goto, Step, Succeed
from wfc.ir.policies import NOT_ATTEMPTED
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.chain import surely, without
from wfc_targets.stepfunctions.ends import ends_directly, output
from wfc_targets.stepfunctions.errors import Caught, caught_from, platform_names
from wfc_targets.stepfunctions.exits import Exit, Leaving, broken_behind, catches_all, exit_to, rules_of
from wfc_targets.stepfunctions.flow import Undone, alerts, function_of
from wfc_targets.stepfunctions.literals import remark
from wfc_targets.stepfunctions.loops import PENDING, Exits, Looped, add_loops
from wfc_targets.stepfunctions.machine import Machine, is_attempted
from wfc_targets.stepfunctions.payload import payload_of
from wfc_targets.stepfunctions.plan import Catcher, Choice, Task, Template
from wfc_targets.stepfunctions.promises import add_step_alert, breaches, first_entered, late_steps
from wfc_targets.stepfunctions.retries import NOT_STARTED, needs_loop, never_retried, retriers, seconds, shares
from wfc_targets.stepfunctions.scope import RESULT, may_fail, output_of


def add_step(machine: Machine, step: Step) -> None:
    """Add the states of a step, its Task first."""
    place = len(machine.states)
    looping = needs_loop(step.retry)
    leave, end = _on_success(machine, step, looping=looping)
    task = Task(
        name=step.id,
        comment=remark(step.description),
        function=function_of(machine.flow, step.operation),
        payload=payload_of(step.operation, step.inputs, machine.scope(about=step.id)),
        timeout=None if step.timeout is None else seconds(step.timeout),
        assign=leave.assign if leave else {},
        output=end,
        retry=(NOT_STARTED,) if looping else retriers(step.retry),
        catch=_looping_catchers(machine, step) if looping else _catchers(_exits(machine, step, looping=False)),
        next=leave.next if leave else None,
    )
    machine.add(task, place)


def _on_success(machine: Machine, step: Step, *, looping: bool) -> tuple[Exit | None, Template]:
    """Where the Task goes when it has succeeded, or None and the output with which the run then ends."""
    own = machine.scope(about=step.id, own=step.id)
    due = machine.due(step.id, "success")
    target = step.on_success[0].target
    if len(step.on_success) > 1:
        leave = Exit(next=_add_route(machine, step, due))
    elif isinstance(target, Succeed) and ends_directly(machine) and not alerts(step.sla):
        return None, output(machine, own, late_steps(machine.frame, step, looping=looping))
    else:
        leave = exit_to(machine, target, Leaving(node=step.id, due=due, scope=own, output=RESULT))
    kept = {names.variable(step.id): f"{{% {RESULT} %}}"} if step.id in machine.flow.read else {}
    assign = {**kept, **breaches(machine.frame, step, looping=looping), **leave.assign}
    return Exit(next=add_step_alert(machine, step, leave.next), assign=assign), None


def _add_route(machine: Machine, step: Step, due: Undone) -> str:
    """The Choice behind a step. An error in a condition is a failure of the run; the step has completed (S4)."""
    scope = machine.scope(about=step.id)
    leaving = Leaving(node=step.id, due=due, scope=scope, output=output_of(step.id, scope))
    rules, otherwise = rules_of(machine, step.on_success, leaving, lambda: broken_behind(machine, step))
    machine.add(Choice(name=names.route(step.id), rules=rules, assign=otherwise.assign, default=otherwise.next))
    return names.route(step.id)


def _exits(machine: Machine, step: Step, *, looping: bool) -> Exits:
    """Where a final failure leads. `looping`: it was kept in a variable, else it has just been caught."""
    caught = _caught(machine, step)
    pending = f"${machine.own(PENDING)}"
    scope = machine.scope(error=pending if looping else f"({caught.inline()})")
    due = machine.due(step.id, "failure")
    exits = []
    for catch in catches_all(step):
        for types, attempted in _divided(step, catch.types):
            failure: Template = f"{{% {pending} %}}" if looping else caught.template(types)
            leaving = Leaving(node=step.id, due=_due(due, step, attempted), scope=scope, failure=failure)
            leave = exit_to(machine, catch.target, leaving)
            asked_for = bool(machine.frame.around) or isinstance(catch.target, Goto | Succeed)
            flag = {names.attempted(step.id): True} if attempted and asked_for else {}
            assign = {**leave.assign, **flag, **breaches(machine.frame, step, looping=looping)}
            exits.append((types, Exit(next=add_step_alert(machine, step, leave.next), assign=assign)))
    return tuple(exits)


def _caught(machine: Machine, step: Step) -> Caught:
    evaluated = may_fail(step.inputs, machine.scope())
    return caught_from(step.id, machine.frame, timed=step.timeout is not None, evaluated=evaluated)


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


def _due(due: Undone, step: Step, attempted: bool | None) -> Undone:
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
