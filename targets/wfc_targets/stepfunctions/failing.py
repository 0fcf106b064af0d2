"""How a step fails: its Catch, in which failure edges, loops of retries and what must be undone come together."""

from collections.abc import Iterator

from wfc.ir.nodes import Goto, Step, Succeed
from wfc.ir.policies import NOT_ATTEMPTED
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.chain import surely, without
from wfc_targets.stepfunctions.errors import Caught, caught_from, platform_names
from wfc_targets.stepfunctions.exits import Exit, Leaving, catches_all, exit_to
from wfc_targets.stepfunctions.flow import Undone
from wfc_targets.stepfunctions.loops import PENDING, Exits, Looped, add_loops
from wfc_targets.stepfunctions.machine import Machine, is_attempted, last_told
from wfc_targets.stepfunctions.plan import Catcher, Template
from wfc_targets.stepfunctions.promises import add_step_alert, breaches, first_entered
from wfc_targets.stepfunctions.retries import never_retried, shares
from wfc_targets.stepfunctions.scope import may_fail


def step_catchers(machine: Machine, step: Step, *, looping: bool) -> tuple[Catcher, ...]:
    """The Catch of a step's Task. `looping`: its retries are loops of ours."""
    exits = _exits(machine, step, looping=False)
    return _looping_catchers(machine, step, exits) if looping else _catchers(exits)


def _exits(machine: Machine, step: Step, *, looping: bool) -> Exits:
    """Where a final failure leads. `looping`: it was kept in a variable, else it has just been caught."""
    caught = _caught(machine, step)
    pending = f"${machine.own(PENDING)}"
    scope = machine.scope(error=pending if looping else f"({caught.inline()})")
    due = machine.due(step.id, "failure")
    exits = []
    for catch in catches_all(step):
        for types, attempted in _divided(machine, step, catch.types):
            failure: Template = f"{{% {pending} %}}" if looping else caught.template(types)
            leaving = Leaving(node=step.id, due=_due(machine, due, step, attempted), scope=scope, failure=failure)
            leave = exit_to(machine, catch.target, leaving)
            asked_for = bool(machine.frame.around) or isinstance(catch.target, Goto | Succeed)
            flag = {names.attempted(step.id): True} if attempted and asked_for and is_attempted(step) else {}
            called = machine.called() if attempted else {}
            again = looping or step.poll is not None
            assign = {**leave.assign, **flag, **called, **breaches(machine.frame, step, looping=again)}
            exits.append((types, Exit(next=add_step_alert(machine, step, leave.next), assign=assign)))
    return tuple(exits)


def _caught(machine: Machine, step: Step) -> Caught:
    evaluated = may_fail(step.inputs, machine.scope())
    return caught_from(step.id, machine.frame, timed=step.timeout is not None, evaluated=evaluated)


def _divided(machine: Machine, step: Step, types: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], bool | None]]:
    """The types of a failure edge; where it matters, those that come before an attempt and the others apart."""
    telling = machine.flow.asks_called or any(not one.certain for one in machine.told(step.id, "failure"))
    if not is_attempted(step) and not telling:
        yield types, None
        return
    before = tuple(sorted(one for one in NOT_ATTEMPTED if one in types or not types))
    after = tuple(one for one in types if one not in NOT_ATTEMPTED)
    if before:
        yield before, False
    if after or not types:
        yield after, True


def attempted_exit(machine: Machine, step: Step, leave: Exit) -> Exit:
    """An exit of a step that was certainly attempted, with its promise kept or not."""
    flag = {names.attempted(step.id): True} if is_attempted(step) else {}
    assign = {**leave.assign, **flag, **machine.called(), **breaches(machine.frame, step, looping=True)}
    return Exit(next=add_step_alert(machine, step, leave.next), assign=assign)


def _due(machine: Machine, due: Undone, step: Step, attempted: bool | None) -> Undone:
    if attempted is None:
        return due
    last = last_told(machine.flow)
    if attempted:
        return surely(surely(due, step.id), last)
    return (*without(without(due, step.id), last), *machine.told(step.id, "before"))


def _catchers(exits: Exits) -> tuple[Catcher, ...]:
    return tuple(Catcher(errors=platform_names(types), assign=one.assign, next=one.next) for types, one in exits)


def _looping_catchers(machine: Machine, step: Step, exits: Exits) -> tuple[Catcher, ...]:
    """First what is never retried, then the loops, then what no policy is for."""
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
