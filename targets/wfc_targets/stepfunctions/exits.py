"""Where a node leads: from a target of the core to the state that follows and what must be noted on the way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import assert_never, final

from wfc.ir.nodes import Arm, Fail, FailAgain, Goto, Succeed, Target
from wfc_targets.stepfunctions import ends
from wfc_targets.stepfunctions.chain import Due
from wfc_targets.stepfunctions.errors import raised
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.plan import Rule, Template, Variables
from wfc_targets.stepfunctions.scope import Scope, condition, expression, guard, template


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """The next state, and the variables to assign when it is chosen."""

    next: str
    assign: Variables = field(default_factory=dict)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A node at the moment it is left. `due`: what is to be undone if the run fails now. `failure`: the one it has
    failed with, as it is to be noted; None when it has succeeded."""

    node: str
    due: Due
    scope: Scope
    failure: Template = None


def exit_to(machine: Machine, target: Target, leaving: Leaving) -> Exit:
    """The way to a target."""
    noted = {} if leaving.failure is None else {"failure": leaving.failure}
    match target:
        case Goto(step=step):
            return Exit(next=step, assign=noted)
        case Succeed():
            machine.ending.append(leaving.due)
            return Exit(next=ends.success(machine.flow))
        case FailAgain():
            return Exit(next=machine.fail(leaving.due), assign=noted)
        case Fail():
            failure = raised(target.type, leaving.node, _message(target, leaving.scope))
            return Exit(next=machine.fail(leaving.due), assign={"failure": failure})
        case _:
            assert_never(target)


def rules_of(
    machine: Machine, arms: tuple[Arm, ...], leaving: Leaving, broken: Callable[[], Exit]
) -> tuple[tuple[Rule, ...], Exit]:
    """The rules of a Choice for these arms, and its default. `broken`: where an error in a condition leads (S4)."""
    rules: list[Rule] = []
    for arm in arms[:-1]:
        assert arm.condition is not None
        if sound := guard(arm.condition, leaving.scope):
            wrong = broken()
            rules.append(Rule(condition=f"$not({sound})", next=wrong.next, assign=wrong.assign))
        taken = exit_to(machine, arm.target, leaving)
        rules.append(Rule(condition=condition(arm.condition, leaving.scope), next=taken.next, assign=taken.assign))
    return tuple(rules), exit_to(machine, arms[-1].target, leaving)


def _message(target: Fail, scope: Scope) -> Template:
    """The message of a failure; empty when its lambda fails (S4)."""
    if target.message is None:
        return ""
    text = template(target.message, scope)
    sound = guard(target.message, scope)
    return text if sound is None else f"{{% {sound} ? {expression(target.message, scope)} : '' %}}"
