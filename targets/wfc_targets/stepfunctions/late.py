"""Where the deadline leads, of which a Catch cannot say that it was it: no edge in any scope handles it (T2)."""

from wfc.ir.nodes import Step
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.deadlines import DEADLINE, KEPT
from wfc_targets.stepfunctions.errors import Caught, platform_names
from wfc_targets.stepfunctions.exits import Exit
from wfc_targets.stepfunctions.failures import Failing, due_at, promised
from wfc_targets.stepfunctions.machine import Machine, is_attempted
from wfc_targets.stepfunctions.promises import breaches
from wfc_targets.stepfunctions.retries import needs_loop
from wfc_targets.stepfunctions.states import Catcher, Choice, Rule, Variables


def asked_first(machine: Machine, node: Failing, caught: Caught, type: str, otherwise: Exit, name: str = "") -> Catcher:
    """The catcher of what may be the deadline, and the Choice, perhaps of this name, that asks whether it is."""
    kept = machine.own(KEPT)
    late = late_exit(machine, node, attempted=type == "Timeout", kept=kept)
    name = name or (names.too_late(node.id) if type == "ExpressionError" else names.cut_off(node.id))
    promise = breaches(machine.frame, node, looping=needs_memory(node)) if isinstance(node, Step) else {}
    rule = Rule(condition=f"${kept}.type = '{DEADLINE}'", assign=_less(late.assign, promise), next=late.next)
    machine.add(Choice(name=name, rules=(rule,), assign=_less(otherwise.assign, promise), default=otherwise.next))
    return Catcher(errors=platform_names((type,)), assign={kept: caught.template((type,)), **promise}, next=name)


def _less(assign: Variables, noted: Variables) -> Variables:
    """What is left to be noted. How long a step took is known in its own state alone."""
    return {name: value for name, value in assign.items() if name not in noted}


def late_exit(machine: Machine, node: Failing, *, attempted: bool, kept: str) -> Exit:
    """Where the deadline leads: no edge in any scope handles it (T2)."""
    due = due_at(machine, machine.due(node.id, "failure"), node, attempted=attempted)
    leave = Exit(next=machine.fail(due), assign={machine.own("failure"): f"{{% ${kept} %}}"})
    flag = {names.attempted(node.id): True} if attempted and machine.frame.around and is_attempted(node) else {}
    called = machine.called() if attempted else {}
    return promised(machine, node, leave, {**flag, **called}, again=isinstance(node, Step) and needs_memory(node))


def needs_memory(step: Step) -> bool:
    """Is the state of a step entered more than once?"""
    return step.poll is not None or needs_loop(step.retry)
