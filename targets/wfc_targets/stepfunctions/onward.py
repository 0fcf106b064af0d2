"""Where a node with an output goes on when it has succeeded, and what is kept of it."""

from wfc.ir.nodes import Approval, Call, Step, Succeed
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.ends import ends_directly
from wfc_targets.stepfunctions.exits import Exit, Leaving, behind, exit_to
from wfc_targets.stepfunctions.flow import alerts
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.scope import output_of


def ends_with(machine: Machine, node: Step | Call) -> bool:
    """Does the task of a node end the run or leg by itself?"""
    ends = len(node.on_success) == 1 and isinstance(node.on_success[0].target, Succeed)
    told = isinstance(node, Step) and alerts(node.sla)
    return ends and ends_directly(machine) and not told


def go_on(machine: Machine, node: Step | Call | Approval, result: str) -> Exit:
    """The way on from a state in which a node has just succeeded; `result` is its output there, as JSONata."""
    first, *others = node.on_success
    if others:
        leave = behind(machine, node, output_of(node.id, machine.scope()))
    else:
        scope = machine.scope(about=node.id, own=node.id, result=result)
        leaving = Leaving(node=node.id, due=machine.due(node.id, "success"), scope=scope, output=result)
        leave = exit_to(machine, first.target, leaving)
    kept = {names.variable(node.id): f"{{% {result} %}}"} if node.id in machine.flow.read else {}
    return Exit(next=leave.next, assign={**kept, **machine.called(), **leave.assign})
