"""A choice as a Choice, or as a Pass when there is nothing to choose."""

from wfc.ir.nodes import Choice, FailAgain
from wfc_targets.stepfunctions import plan
from wfc_targets.stepfunctions.errors import raised
from wfc_targets.stepfunctions.exits import Exit, Leaving, exit_to, rules_of
from wfc_targets.stepfunctions.literals import remark
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.scope import Scope

ERROR = "ExpressionError"
BROKEN = "failedCondition"
"""The variable that names a choice of which a condition failed: the history has no other trace of it."""


def add_choice(machine: Machine, choice: Choice) -> None:
    """Add the state of a choice."""
    scope = Scope(flow=machine.flow)
    leaving = Leaving(node=choice.id, due=machine.flow.due[choice.id, "success"], scope=scope)
    rules, otherwise = rules_of(machine, choice.arms, leaving, lambda: _broken(machine, choice))
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


def _broken(machine: Machine, choice: Choice) -> Exit:
    """Where an error in a condition leads: the choice's own failure edges are asked (S4)."""
    catch = next((one for one in choice.on_failure if ERROR in one.types or not one.types), None)
    target = catch.target if catch else FailAgain(span=choice.span)
    due = machine.flow.due[choice.id, "failure"]
    failure = raised(ERROR, choice.id)
    scope = Scope(flow=machine.flow, error=f"{{'type': '{ERROR}', 'message': '', 'step': '{choice.id}'}}")
    leave = exit_to(machine, target, Leaving(node=choice.id, due=due, scope=scope, failure=failure))
    return Exit(next=leave.next, assign={**leave.assign, BROKEN: choice.id})
