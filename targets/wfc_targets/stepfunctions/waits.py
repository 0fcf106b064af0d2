"""A Wait as a Wait. What can fail in its lambda is asked for by a Choice before it, since a Wait cannot catch (S4)."""

from wfc.ir import expressions as ir
from wfc.ir.nodes import Wait
from wfc_targets.stepfunctions import names, states
from wfc_targets.stepfunctions.choices import BROKEN, broken
from wfc_targets.stepfunctions.deadlines import DEADLINE, cut_wait, is_over
from wfc_targets.stepfunctions.errors import raised
from wfc_targets.stepfunctions.exits import Exit, behind
from wfc_targets.stepfunctions.literals import remark
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.retries import seconds
from wfc_targets.stepfunctions.scope import expression, guard
from wfc_targets.stepfunctions.states import Choice, Rule, Template

LONGEST = 99_999_999
"""Seconds that the platform waits at most; more than three years."""

_IN_UTC = r"/(Z|[+-]\d\d:\d\d)$/"


def add_wait(machine: Machine, node: Wait) -> None:
    """Add the states of a Wait."""
    place = len(machine.states)
    leave = _behind(machine, node)
    name, sound = node.id, _guard(machine, node)
    if sound:
        wrong, name = broken(machine, node), names.wait(node.id)
        rule = Rule(condition=f"$not({sound})", assign=wrong.assign, next=wrong.next)
        machine.add(Choice(name=node.id, comment=remark(node.description), rules=(rule,), default=name), place)
    state = states.Wait(
        name=name,
        comment="" if sound else remark(node.description),
        seconds=cut_wait(_deadline(machine), _seconds(machine, node)),
        timestamp=_instant(machine, node),
        assign=leave.assign,
        next=leave.next,
    )
    machine.add(state, place + bool(sound))


def _deadline(machine: Machine) -> int | None:
    return machine.flow.workflow.deadline


def _behind(machine: Machine, node: Wait) -> Exit:
    """A wait that the deadline has ended fails with it."""
    deadline = _deadline(machine)
    if deadline is None:
        return behind(machine, node, None)
    due = machine.due(node.id, "failure")
    noted = {machine.own("failure"): raised(DEADLINE, machine.address(node.id)), machine.own(BROKEN): node.id}
    late = Rule(condition=is_over(deadline), assign=noted, next=machine.fail(due))
    return behind(machine, node, None, (late,))


def _guard(machine: Machine, node: Wait) -> str | None:
    expr = node.until or node.duration
    return None if expr is None or isinstance(expr, int) else guard(expr, machine.scope())


def _seconds(machine: Machine, node: Wait) -> Template:
    """What is not positive is no wait (T3). With a deadline an instant is waited for by the second, too."""
    match node.duration:
        case None:
            if _deadline(machine) is None or node.until is None:
                return None
            return f"{{% $max([0, $ceil(($toMillis({_aware(machine, node.until)}) - $millis()) / 1000)]) %}}"
        case int() as milliseconds:
            return seconds(milliseconds) if milliseconds > 0 else 0
        case expr:
            return f"{{% $max([0, $min([{expression(expr, machine.scope())}, {LONGEST}])]) %}}"


def _instant(machine: Machine, node: Wait) -> Template:
    match node.until:
        case None:
            return None
        case _ if _deadline(machine) is not None:
            return None
        case ir.Const(value=str() as instant):
            return instant
        case expr:
            return f"{{% {_aware(machine, expr)} %}}"


def _aware(machine: Machine, expr: ir.Expr) -> str:
    """An instant without an offset is in UTC (T3)."""
    zone = f"$contains($instant, {_IN_UTC}) ? '' : 'Z'"
    known = isinstance(expr, ir.Const)
    text = expression(expr, machine.scope())
    return text if known else f"($instant := {text}; $instant & ({zone}))"
