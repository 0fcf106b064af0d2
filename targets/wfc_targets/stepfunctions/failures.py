"""Where the failures of a task lead: edges by types, what must be undone then, promises that were kept or not."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from wfc.ir.nodes import Approval, Call, Goto, Step, Succeed
from wfc.ir.policies import NOT_ATTEMPTED
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.chain import surely, without
from wfc_targets.stepfunctions.errors import Caught, platform_names
from wfc_targets.stepfunctions.exits import Exit, Leaving, catches_all, exit_to
from wfc_targets.stepfunctions.flow import Undone
from wfc_targets.stepfunctions.loops import Exits, counters
from wfc_targets.stepfunctions.machine import Machine, is_attempted, last_told
from wfc_targets.stepfunctions.promises import add_step_alert, breaches
from wfc_targets.stepfunctions.retries import needs_loop
from wfc_targets.stepfunctions.states import Catcher, Template, Variables

Failing: TypeAlias = Step | Call | Approval
"""Nodes that are tasks."""


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
            found.append((types, promised(machine, node, leave, {**flag, **called}, again=again)))
    return tuple(found)


def exit_for(exits: Exits, type: str) -> Exit:
    """Where a failure of this type leads."""
    return next(leave for types, leave in exits if type in types or not types)


def attempted_exit(machine: Machine, step: Step, leave: Exit) -> Exit:
    """An exit of a step that was certainly attempted, with its promise kept or not."""
    flag = {names.attempted(step.id): True} if is_attempted(step) else {}
    return promised(machine, step, leave, {**flag, **machine.called()}, again=True)


def promised(machine: Machine, node: Failing, leave: Exit, noted: Variables, *, again: bool) -> Exit:
    """An exit that notes this besides, and whether a step has kept its promise."""
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


def due_at(machine: Machine, due: Undone, node: Failing, attempted: bool | None) -> Undone:
    """What is due when it is known whether the node was attempted."""
    if attempted is None:
        return due
    last = last_told(machine.flow)
    if attempted:
        return surely(surely(due, node.id), last)
    if (isinstance(node, Step) and node.poll) or attempted_before(machine, node):
        return due
    known = "failure" if isinstance(node, Call) else "before"
    return (*without(without(due, node.id), last), *machine.told(node.id, known))


def attempted_before(machine: Machine, node: Failing) -> str | None:
    """Only the deadline keeps an attempt from beginning that is not the first."""
    if machine.flow.workflow.deadline is None or not isinstance(node, Step) or not node.retry:
        return None
    noted = [f"$exists(${names.polls(node.id)})"] if node.poll else []
    if not needs_loop(node.retry):
        return " or ".join(["$states.context.State.RetryCount > 0", *noted])
    counts = counters(names.variable(node.id), node.retry)
    return " or ".join([*(f"$exists(${count})" for count in counts), *noted])


def catchers(exits: Exits) -> tuple[Catcher, ...]:
    """The catchers that lead there."""
    return tuple(Catcher(errors=platform_names(types), assign=one.assign, next=one.next) for types, one in exits)
