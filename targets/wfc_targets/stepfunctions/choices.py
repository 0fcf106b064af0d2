"""A choice as a Choice, or as a Pass when there is nothing to choose."""

from wfc.ir.nodes import Choice, ForEach, Node, Wait
from wfc_targets.stepfunctions import frames, states
from wfc_targets.stepfunctions.errors import raised
from wfc_targets.stepfunctions.exits import Exit, Leaving, catches_all, exit_to, rules_of
from wfc_targets.stepfunctions.flow import Undone
from wfc_targets.stepfunctions.literals import remark
from wfc_targets.stepfunctions.machine import Machine

ERROR = "ExpressionError"
BROKEN = "failedCondition"
"""The variable that names a node of which a lambda failed outside of a task: the history has no other trace of it."""


def add_choice(machine: Machine, choice: Choice) -> None:
    """Add the state of a choice."""
    leaving = Leaving(node=choice.id, due=machine.due(choice.id, "success"), scope=machine.scope())
    rules, otherwise = rules_of(machine, choice.arms, leaving, lambda: broken(machine, choice))
    if rules:
        state: states.State = states.Choice(
            name=choice.id,
            comment=remark(choice.description),
            rules=rules,
            assign=otherwise.assign,
            default=otherwise.next,
        )
    else:
        comment = remark(choice.description)
        state = states.Pass(name=choice.id, comment=comment, assign=otherwise.assign, next=otherwise.next)
    machine.add(state)


def broken(machine: Machine, node: Choice | Wait | ForEach) -> Exit:
    """Where an error in a lambda of the node leads: its own failure edges are asked (S4)."""
    return failed_outside(machine, node, ERROR, machine.due(node.id, "failure"))


def failed_outside(machine: Machine, node: Node, type: str, due: Undone) -> Exit:
    """Where a failure of the node leads that no task has reported: its failure edges are asked."""
    catch = next(one for one in catches_all(node) if type in one.types or not one.types)
    step = frames.address(machine.frame, node.id)
    scope = machine.scope(error=f"{{'type': '{type}', 'message': '', 'step': {step}}}")
    failure = raised(type, machine.address(node.id))
    leave = exit_to(machine, catch.target, Leaving(node=node.id, due=due, scope=scope, failure=failure))
    return Exit(next=leave.next, assign={**leave.assign, machine.own(BROKEN): node.id})
