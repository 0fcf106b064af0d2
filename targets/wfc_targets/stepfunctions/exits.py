"""Where a node leads: from a target of the core to the state that follows and what must be noted on the way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import assert_never, final

from wfc.emit.quote import jsonata_string
from wfc.ir.nodes import Arm, Catch, Fail, FailAgain, Goto, Node, Succeed, Target
from wfc.ir.walk import arms_of
from wfc_targets.stepfunctions import ends, names
from wfc_targets.stepfunctions.errors import raised
from wfc_targets.stepfunctions.flow import Undone
from wfc_targets.stepfunctions.literals import without_placeholders
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.scope import Scope, condition, expression, guard, template
from wfc_targets.stepfunctions.states import Choice, Pass, Rule, Template, Variables


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
    failed with, as it is to be noted; None when it has succeeded. `output`: its own as JSONata, None when it has
    none."""

    node: str
    due: Undone
    scope: Scope
    failure: Template = None
    output: str | None = None


def exit_to(machine: Machine, target: Target, leaving: Leaving) -> Exit:
    """The way to a target."""
    name = machine.own("failure")
    noted = {} if leaving.failure is None else {name: leaving.failure}
    match target:
        case Goto(step=step):
            return Exit(next=step, assign=noted)
        case Succeed():
            machine.ending.append(leaving.due)
            return Exit(next=ends.success(machine), assign=ends.yielded(machine, leaving.output))
        case FailAgain():
            return Exit(next=machine.fail(leaving.due), assign=noted)
        case Fail():
            failure = raised(target.type, machine.address(leaving.node), _message(target, leaving.scope))
            return Exit(next=machine.fail(leaving.due), assign={name: failure})
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


def behind(machine: Machine, node: Node, output: str | None, first: tuple[Rule, ...] = ()) -> Exit:
    """The way on from a node that may have succeeded: a Choice, if there is something to ask. `first` is asked before
    the conditions; `output` is where that of the node stands."""
    scope = machine.scope(about=node.id)
    leaving = Leaving(node=node.id, due=machine.due(node.id, "success"), scope=scope, output=output)
    rules, otherwise = rules_of(machine, arms_of(node), leaving, lambda: broken_behind(machine, node))
    if not first and not rules:
        return otherwise
    route = names.route(node.id)
    machine.add(Choice(name=route, rules=(*first, *rules), assign=otherwise.assign, default=otherwise.next))
    return Exit(next=route)


def behind_state(machine: Machine, node: Node, output: str | None, first: tuple[Rule, ...]) -> Exit:
    """The same from a state that notes the output itself: what reads that needs a state more."""
    leave = behind(machine, node, output, first)
    if not leave.assign:
        return leave
    machine.add(Pass(name=names.route(node.id), assign=leave.assign, next=leave.next))
    return Exit(next=names.route(node.id))


def catches_all(node: Node) -> tuple[Catch, ...]:
    """The failure edges, with the one that is there when nothing is written."""
    if node.on_failure and not node.on_failure[-1].types:
        return node.on_failure
    return (*node.on_failure, Catch(types=(), target=FailAgain(span=node.span)))


def is_one_of(types: tuple[str, ...], type: str) -> str:
    """Is the type of a failure one of these?"""
    return f"{type} in [{', '.join(without_placeholders(jsonata_string(one)) for one in types)}]"


def broken_behind(machine: Machine, node: Node) -> Exit:
    """Where an error in a condition behind a node leads: the run or leg fails; the node has completed (S4)."""
    failure = raised("ExpressionError", machine.address(node.id))
    return Exit(next=machine.fail(machine.due(node.id, "success")), assign={machine.own("failure"): failure})


def _message(target: Fail, scope: Scope) -> Template:
    """The message of a failure; empty when its lambda fails (S4)."""
    if target.message is None:
        return ""
    text = template(target.message, scope)
    sound = guard(target.message, scope)
    return text if sound is None else f"{{% {sound} ? {expression(target.message, scope)} : '' %}}"
