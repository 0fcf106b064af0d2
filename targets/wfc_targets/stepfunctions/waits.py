"""A Wait as a Wait. What can fail in its lambda is asked for by a Choice before it, since a Wait cannot catch (S4)."""

from wfc.ir import expressions as ir
from wfc.ir.nodes import Wait
from wfc_targets.stepfunctions import names, plan
from wfc_targets.stepfunctions.choices import broken
from wfc_targets.stepfunctions.exits import behind
from wfc_targets.stepfunctions.literals import remark
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.plan import Choice, Rule, Template
from wfc_targets.stepfunctions.retries import seconds
from wfc_targets.stepfunctions.scope import expression, guard

LONGEST = 99_999_999
"""Seconds that the platform waits at most; more than three years."""

_IN_UTC = r"/(Z|[+-]\d\d:\d\d)$/"


def add_wait(machine: Machine, node: Wait) -> None:
    """Add the states of a Wait."""
    place = len(machine.states)
    leave = behind(machine, node, None)
    name, sound = node.id, _guard(machine, node)
    if sound:
        wrong, name = broken(machine, node), names.wait(node.id)
        rule = Rule(condition=f"$not({sound})", assign=wrong.assign, next=wrong.next)
        machine.add(Choice(name=node.id, comment=remark(node.description), rules=(rule,), default=name), place)
    state = plan.Wait(
        name=name,
        comment="" if sound else remark(node.description),
        seconds=_seconds(machine, node),
        timestamp=_instant(machine, node),
        assign=leave.assign,
        next=leave.next,
    )
    machine.add(state, place + bool(sound))


def _guard(machine: Machine, node: Wait) -> str | None:
    expr = node.until or node.duration
    return None if expr is None or isinstance(expr, int) else guard(expr, machine.scope())


def _seconds(machine: Machine, node: Wait) -> Template:
    """What is not positive is no wait (T3)."""
    match node.duration:
        case None:
            return None
        case int() as milliseconds:
            return seconds(milliseconds) if milliseconds > 0 else 0
        case expr:
            return f"{{% $max([0, $min([{expression(expr, machine.scope())}, {LONGEST}])]) %}}"


def _instant(machine: Machine, node: Wait) -> Template:
    """An instant without an offset is in UTC (T3)."""
    match node.until:
        case None:
            return None
        case ir.Const(value=str() as instant):
            return instant
        case expr:
            zone = f"$contains($instant, {_IN_UTC}) ? '' : 'Z'"
            return f"{{% ($instant := {expression(expr, machine.scope())}; $instant & ({zone})) %}}"
