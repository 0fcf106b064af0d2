"""How a step fails: its Catch, in which failure edges, loops of retries and what must be undone come together."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, final

from wfc.ir.expressions import Expr
from wfc.ir.nodes import Approval, Call, Goto, Step, Succeed
from wfc.ir.policies import NOT_ATTEMPTED, Retry
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.chain import surely, without
from wfc_targets.stepfunctions.errors import Caught, caught_from, platform_names
from wfc_targets.stepfunctions.exits import Exit, Leaving, catches_all, exit_to
from wfc_targets.stepfunctions.flow import Undone
from wfc_targets.stepfunctions.loops import PENDING, Exits, Looped, add_loops
from wfc_targets.stepfunctions.machine import Machine, is_attempted, last_told
from wfc_targets.stepfunctions.plan import Catcher, Template, Variables
from wfc_targets.stepfunctions.promises import add_step_alert, breaches, first_entered
from wfc_targets.stepfunctions.retries import needs_loop, never_retried, shares
from wfc_targets.stepfunctions.scope import may_fail

Failing: TypeAlias = Step | Call | Approval
"""Nodes that are tasks."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """How a task is tried: its lambdas, its policies, whether it has a timeout, whether its state is entered more than
    once even without retries."""

    inputs: Expr | None
    retry: tuple[Retry, ...]
    timed: bool
    again: bool = False

    @property
    def looping(self) -> bool:
        """Are its retries loops of ours?"""
        return needs_loop(self.retry)


def task_catchers(machine: Machine, node: Step | Approval, attempts: Attempts) -> tuple[Catcher, ...]:
    """The Catch of a task that calls an operation."""
    evaluated = may_fail(attempts.inputs, machine.scope())
    caught = caught_from(node.id, machine.frame, timed=attempts.timed, evaluated=evaluated)
    now = caught_exits(machine, node, caught, again=attempts.looping or attempts.again)
    if not attempts.looping:
        return catchers(now)
    later = kept_exits(machine, node, f"${machine.own(PENDING)}", again=True)
    return _looping_catchers(machine, node, attempts, (caught, now, later))


def caught_exits(
    machine: Machine, node: Failing, caught: Caught, *, again: bool = False, before: frozenset[str] = NOT_ATTEMPTED
) -> Exits:
    """Where a failure leads that has just been caught."""
    return exits(machine, node, f"({caught.inline()})", caught.template, again=again, before=before)


def kept_exits(
    machine: Machine, node: Failing, kept: str, *, again: bool = False, before: frozenset[str] = NOT_ATTEMPTED
) -> Exits:
    """Where a failure leads that was kept in a variable."""
    return exits(machine, node, kept, lambda _: f"{{% {kept} %}}", again=again, before=before)


def exits(
    machine: Machine,
    node: Failing,
    error: str,
    failure: Callable[[tuple[str, ...]], Template],
    *,
    again: bool = False,
    before: frozenset[str] = NOT_ATTEMPTED,
) -> Exits:
    """Where a final failure leads, by its types. `error` is the failure as JSONata, `failure` as it is noted; `again`:
    the state is entered more than once; `before`: the types that come before an attempt."""
    due = machine.due(node.id, "failure")
    found = []
    for catch in catches_all(node):
        for types, attempted in divided(machine, node, catch.types, before):
            leaving = Leaving(
                node=node.id,
                due=due_at(machine, due, node, attempted),
                scope=machine.scope(error=error),
                failure=failure(types),
            )
            leave = exit_to(machine, catch.target, leaving)
            asked_for = bool(machine.frame.around) or isinstance(catch.target, Goto | Succeed)
            flag = {names.attempted(node.id): True} if attempted and asked_for and is_attempted(node) else {}
            called = machine.called() if attempted else {}
            found.append((types, _promised(machine, node, leave, {**flag, **called}, again=again)))
    return tuple(found)


def _promised(machine: Machine, node: Failing, leave: Exit, noted: Variables, *, again: bool) -> Exit:
    if not isinstance(node, Step):
        return Exit(next=leave.next, assign={**leave.assign, **noted})
    assign = {**leave.assign, **noted, **breaches(machine.frame, node, looping=again)}
    return Exit(next=add_step_alert(machine, node, leave.next), assign=assign)


def divided(
    machine: Machine, node: Failing, types: tuple[str, ...], before: frozenset[str]
) -> Iterator[tuple[tuple[str, ...], bool | None]]:
    """The types of a failure edge; where it matters, those that come before an attempt and the others apart."""
    telling = machine.flow.asks_called or any(not one.certain for one in machine.told(node.id, "failure"))
    if not is_attempted(node) and not telling:
        yield types, None
        return
    not_attempted = tuple(sorted(one for one in before if one in types or not types))
    after = tuple(one for one in types if one not in before)
    if not_attempted:
        yield not_attempted, False
    if after or not types:
        yield after, True


def attempted_exit(machine: Machine, step: Step, leave: Exit) -> Exit:
    """An exit of a step that was certainly attempted, with its promise kept or not."""
    flag = {names.attempted(step.id): True} if is_attempted(step) else {}
    return _promised(machine, step, leave, {**flag, **machine.called()}, again=True)


def due_at(machine: Machine, due: Undone, node: Failing, attempted: bool | None) -> Undone:
    """What is due when it is known whether the node was attempted."""
    if attempted is None:
        return due
    last = last_told(machine.flow)
    if attempted:
        return surely(surely(due, node.id), last)
    return (*without(without(due, node.id), last), *machine.told(node.id, "before"))


def catchers(exits: Exits) -> tuple[Catcher, ...]:
    """The catchers that lead there."""
    return tuple(Catcher(errors=platform_names(types), assign=one.assign, next=one.next) for types, one in exits)


def _looping_catchers(
    machine: Machine, node: Step | Approval, attempts: Attempts, ways: tuple[Caught, Exits, Exits]
) -> tuple[Catcher, ...]:
    """First what is never retried, then the loops, then what no policy is for."""
    caught, now, later = ways
    looped = Looped(
        state=node.id,
        variable=names.variable(node.id),
        caught=caught,
        policies=attempts.retry,
        remembered=first_entered(node) if isinstance(node, Step) else {},
    )
    loops = add_loops(machine, looped, later)
    if shares(attempts.retry)[-1].types:
        return (*loops, *catchers(now))
    return (*catchers(_only(now, never_retried(attempts.retry))), *loops)


def _only(exits: Exits, types: tuple[str, ...]) -> Exits:
    """These exits for these types and no other."""
    left, found = list(types), []
    for listed, leave in exits:
        chosen = tuple(one for one in left if one in listed or not listed)
        left = [one for one in left if one not in chosen]
        if chosen:
            found.append((chosen, leave))
    return tuple(found)
