"""A choice as a Choice, or as a Pass when there is nothing to choose."""

from wfc.ir.nodes import Choice, FailAgain, ForEach, Wait
from wfc_targets.stepfunctions import frames, plan
from wfc_targets.stepfunctions.errors import raised
from wfc_targets.stepfunctions.exits import Exit, Leaving, exit_to, rules_of
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
        state: plan.State = plan.Choice(
            name=choice.id,
            comment=remark(choice.description),
            rules=rules,
            assign=otherwise.assign,
            default=otherwise.next,
        )
    else:
        comment = remark(choice.description)
        state = plan.Pass(name=choice.id, comment=comment, assign=otherwise.assign, next=otherwise.next)
    machine.add(state)


def broken(machine: Machine, node: Choice | Wait | ForEach) -> Exit:
    """Where an error in a lambda of the node leads: its own failure edges are asked (S4)."""
    catch = next((one for one in node.on_failure if ERROR in one.types or not one.types), None)
    target = catch.target if catch else FailAgain(span=node.span)
    step = frames.address(machine.frame, node.id)
    scope = machine.scope(error=f"{{'type': '{ERROR}', 'message': '', 'step': {step}}}")
    failure = raised(ERROR, machine.address(node.id))
    leaving = Leaving(node=node.id, due=machine.due(node.id, "failure"), scope=scope, failure=failure)
    leave = exit_to(machine, target, leaving)
    return Exit(next=leave.next, assign={**leave.assign, machine.own(BROKEN): node.id})
