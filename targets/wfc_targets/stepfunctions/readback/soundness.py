"""The condition under which an expression will not fail, as a tree of JSONata."""

from wfc.ir import expressions as ir
from wfc.ir.parts import parts_of
from wfc_targets.stepfunctions.readback.lists import items_of, loop_over
from wfc_targets.stepfunctions.readback.numbers import IS_INT
from wfc_targets.stepfunctions.readback.rules import Rules
from wfc_targets.stepfunctions.readback.syntax import Tree, const
from wfc_targets.stepfunctions.readback.trees import function, shape
from wfc_targets.stepfunctions.readback.values import found_item

_TRUE = const(True)


def sound(expr: ir.Expr, at: Rules) -> Tree:
    """`true` when nothing in it can fail."""
    if not at.can_fail(expr):
        return _TRUE
    match expr:
        case ir.Conditional():
            ways = _choice(at.truth(expr.test, at), sound(expr.then, at), sound(expr.orelse, at))
            return _both(sound(expr.test, at), ways)
        case ir.Logical():
            left, right = at.truth(expr.left, at), sound(expr.right, at)
            rest = _choice(left, right, _TRUE) if expr.op == "and" else _choice(left, _TRUE, right)
            return _both(sound(expr.left, at), rest)
        case ir.Comprehension():
            return _both(sound(expr.iterable, at), _loop(expr, at, ""))
        case ir.BuiltinCall(function="any" | "all" as kind, args=(ir.Comprehension() as argument,)):
            return _both(sound(argument.iterable, at), _loop(argument, at, kind))
        case _:
            found = _TRUE
            for part in parts_of(expr):
                found = _both(found, sound(part, at))
            return _both(found, _itself(expr, at))


def _both(first: Tree, second: Tree) -> Tree:
    if _TRUE in (first, second):
        return second if first == _TRUE else first
    return ("op", "and", first, second)


def _choice(test: Tree, then: Tree, orelse: Tree) -> Tree:
    return _TRUE if then == orelse == _TRUE else ("if", test, then, orelse)


def _itself(expr: ir.Expr, at: Rules) -> Tree:
    if not at.fails_itself(expr):
        return _TRUE
    match expr:
        case ir.Binary():
            return shape("$divisor != 0", divisor=at.value(expr.right, at))
        case ir.Item():
            return shape("$exists($it)", it=found_item(expr, at))
        case ir.BuiltinCall(function="int"):
            return shape(IS_INT, text=at.value(expr.args[0], at))
        case ir.BuiltinCall():
            return shape("$count($items) > 0", items=items_of(expr.args[0], at))
        case _:
            raise AssertionError(expr)


def _loop(expr: ir.Comprehension, at: Rules, kind: str) -> Tree:
    """Every element that is evaluated is sound; `any` and `all` stop at the one that decides."""
    loop, at = loop_over(expr.iterable, expr.targets, at), at.inside(expr)
    outcome = const("sound")
    if kind:
        pattern = "$test ? 'over' : 'sound'" if kind == "any" else "$test ? 'sound' : 'over'"
        outcome = shape(pattern, test=at.truth(expr.element, at))
    for one in (expr.key, expr.element):
        outcome = outcome if one is None else _or_failed(sound(one, at), outcome)
    for condition in reversed(expr.conditions):
        kept = shape("$test ? $outcome : 'sound'", test=at.truth(condition, at), outcome=outcome)
        outcome = _or_failed(sound(condition, at), kept)
    state = shape("$state = 'sound' ? $outcome : $state", outcome=outcome)
    step = function(("state", loop.variable), loop.bound(state))
    return shape("$reduce($items, $step, 'sound') != 'failed'", items=loop.items, step=step)


def _or_failed(condition: Tree, outcome: Tree) -> Tree:
    return outcome if condition == _TRUE else shape("$test ? $outcome : 'failed'", test=condition, outcome=outcome)
