"""How a step fails: its Catch, in which failure edges, loops of retries and what must be undone come together."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias, final

from wfc.ir.expressions import Expr
from wfc.ir.nodes import Approval, Call, Goto, Step, Succeed
from wfc.ir.policies import NOT_ATTEMPTED, Retry
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.chain import surely, without
from wfc_targets.stepfunctions.deadlines import DEADLINE, KEPT
from wfc_targets.stepfunctions.errors import Caught, caught_from, platform_names
from wfc_targets.stepfunctions.exits import Exit, Leaving, catches_all, exit_to
from wfc_targets.stepfunctions.flow import Undone
from wfc_targets.stepfunctions.loops import PENDING, Exits, Looped, add_loops, counters
from wfc_targets.stepfunctions.machine import Machine, is_attempted, last_told
from wfc_targets.stepfunctions.plan import Catcher, Choice, Rule, Template, Variables
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
    caught = caught_from(
        node.id, machine.frame, timed=attempts.timed, evaluated=evaluated, deadline=machine.flow.workflow.deadline
    )
    again = attempts.looping or attempts.again
    now = caught_exits(machine, node, caught, again=again)
    found = _late_catchers(machine, node, caught, attempts, again=again)
    if not attempts.looping:
        found += catchers(now)
    else:
        later = kept_exits(machine, node, f"${machine.own(PENDING)}", again=True)
        found += _looping_catchers(machine, node, attempts, (caught, now, later))
    return tuple(_remembering(machine, node, one) for one in found)


def _remembering(machine: Machine, node: Step | Approval, catcher: Catcher) -> Catcher:
    """What keeps an attempt from beginning says whether there was one before."""
    before = _attempted_before(machine, node)
    if before is None or "States.QueryEvaluationError" not in catcher.errors:
        return catcher
    return replace(catcher, assign={**catcher.assign, names.attempted(node.id): f"{{% {before} %}}"})


def _attempted_before(machine: Machine, node: Failing) -> str | None:
    """Only the deadline keeps an attempt from beginning that is not the first."""
    if machine.flow.workflow.deadline is None or not isinstance(node, Step) or not node.retry:
        return None
    if not is_attempted(node):
        return None
    if not needs_loop(node.retry):
        return "$states.context.State.RetryCount > 0"
    counts = counters(names.variable(node.id), node.retry)
    return " or ".join(f"$exists(${count})" for count in counts)


def _late_catchers(
    machine: Machine, node: Step | Approval, caught: Caught, attempts: Attempts, *, again: bool
) -> tuple[Catcher, ...]:
    """Where failure edges could take it for another failure, the deadline's is looked for first: nothing handles it."""
    if caught.deadline is None or not node.on_failure:
        return ()
    later = kept_exits(machine, node, f"${machine.own(KEPT)}", again=again)
    found = [asked_first(machine, node, caught, "ExpressionError", exit_for(later, "ExpressionError"))]
    if not attempts.looping:
        found.append(asked_first(machine, node, caught, "Timeout", exit_for(later, "Timeout")))
    return tuple(found)


def asked_first(machine: Machine, node: Failing, caught: Caught, type: str, otherwise: Exit, name: str = "") -> Catcher:
    """The catcher of what may be the deadline, and the Choice, perhaps of this name, that asks whether it is."""
    kept = machine.own(KEPT)
    late = late_exit(machine, node, attempted=type == "Timeout", kept=kept)
    name = name or (names.too_late(node.id) if type == "ExpressionError" else names.cut_off(node.id))
    rule = Rule(condition=f"${kept}.type = '{DEADLINE}'", assign=late.assign, next=late.next)
    machine.add(Choice(name=name, rules=(rule,), assign=otherwise.assign, default=otherwise.next))
    return Catcher(errors=platform_names((type,)), assign={kept: caught.template((type,))}, next=name)


def late_exit(machine: Machine, node: Failing, *, attempted: bool, kept: str) -> Exit:
    """Where the deadline leads: no edge in any scope handles it (T2)."""
    due = due_at(machine, machine.due(node.id, "failure"), node, attempted=attempted)
    leave = Exit(next=machine.fail(due), assign={machine.own("failure"): f"{{% ${kept} %}}"})
    flag = {names.attempted(node.id): True} if attempted and machine.frame.around and is_attempted(node) else {}
    called = machine.called() if attempted else {}
    return _promised(machine, node, leave, {**flag, **called}, again=isinstance(node, Step) and needs_memory(node))


def needs_memory(step: Step) -> bool:
    """Is the state of a step entered more than once?"""
    return step.poll is not None or needs_loop(step.retry)


def exit_for(exits: Exits, type: str) -> Exit:
    """Where a failure of this type leads."""
    return next(leave for types, leave in exits if type in types or not types)


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
    if (isinstance(node, Step) and node.poll) or _attempted_before(machine, node):
        return due
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
        late=_late_loop(machine, node, caught),
    )
    loops = add_loops(machine, looped, later)
    if shares(attempts.retry)[-1].types:
        return (*loops, *catchers(now))
    return (*catchers(_only(now, never_retried(attempts.retry))), *loops)


def _late_loop(machine: Machine, node: Step | Approval, caught: Caught) -> Exit | None:
    if caught.deadline is None:
        return None
    return late_exit(machine, node, attempted=True, kept=machine.own(PENDING))


def _only(exits: Exits, types: tuple[str, ...]) -> Exits:
    """These exits for these types and no other."""
    left, found = list(types), []
    for listed, leave in exits:
        chosen = tuple(one for one in left if one in listed or not listed)
        left = [one for one in left if one not in chosen]
        if chosen:
            found.append((chosen, leave))
    return tuple(found)
