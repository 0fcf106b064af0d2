"""Prints the condition under which an expression will not fail.

Only tasks can catch an error in Step Functions: what stands in a Choice, a Wait or at an end is guarded by a rule
before it. The condition cannot fail itself: every test stands behind the tests of what it evaluates.
"""

from wfc.ir import expressions as ir
from wfc.ir.parts import parts_of
from wfc_targets.stepfunctions.jsonata.access import found_item
from wfc_targets.stepfunctions.jsonata.fallible import (
    can_fail,
    may_be_empty,
    may_divide_by_zero,
    may_miss,
    may_not_be_int,
)
from wfc_targets.stepfunctions.jsonata.lists import Loop, items_of, loop_over
from wfc_targets.stepfunctions.jsonata.numbers import is_int_text
from wfc_targets.stepfunctions.jsonata.place import (
    AND,
    COMPARISON,
    PATH,
    TERNARY,
    Place,
    Text,
    bind,
    block,
    call,
    within,
)

TRUE = Text("true", PATH)


def sound(expr: ir.Expr, place: Place) -> Text:
    """True when evaluating the expression will not fail."""
    if not can_fail(expr):
        return TRUE
    match expr:
        case ir.Conditional():
            branches = _choice(place.test(expr.test), sound(expr.then, place), sound(expr.orelse, place))
            return _both(sound(expr.test, place), branches)
        case ir.Logical():
            left, right = place.test(expr.left), sound(expr.right, place)
            rest = _choice(left, right, TRUE) if expr.op == "and" else _choice(left, TRUE, right)
            return _both(sound(expr.left, place), rest)
        case ir.Comprehension():
            return _both(sound(expr.iterable, place), _loop(expr, place, None))
        case ir.BuiltinCall(function="any" | "all" as function, args=(ir.Comprehension() as argument,)):
            return _both(sound(argument.iterable, place), _loop(argument, place, function))
        case _:
            parts = TRUE
            for part in parts_of(expr):
                parts = _both(parts, sound(part, place))
            return _both(parts, _itself(expr, place))


def _both(first: Text, second: Text) -> Text:
    if TRUE in (first, second):
        return second if first == TRUE else first
    return Text(f"{within(first, AND)} and {within(second, AND)}", AND)


def _choice(test: Text, then: Text, orelse: Text) -> Text:
    if then == orelse == TRUE:
        return TRUE
    return Text(f"{within(test, TERNARY + 1)} ? {within(then, TERNARY + 1)} : {orelse.text}", TERNARY)


def _itself(expr: ir.Expr, place: Place) -> Text:
    """What the node asks of the values inside it, none of which fails."""
    match expr:
        case ir.Binary() if may_divide_by_zero(expr):
            return Text(f"{place.within(expr.right, COMPARISON + 1)} != 0", COMPARISON)
        case ir.Item() if may_miss(expr):
            return call("exists", found_item(expr, place).text)
        case ir.BuiltinCall() if may_be_empty(expr):
            return Text(f"$count({items_of(expr.args[0], place)}) > 0", COMPARISON)
        case ir.BuiltinCall() if may_not_be_int(expr):
            return bind(place, {"text": expr.args[0]}, lambda text: Text(is_int_text(text), PATH))
        case _:
            return TRUE


def _loop(expr: ir.Comprehension, place: Place, function: str | None) -> Text:
    """Every element that is evaluated is sound; `any` and `all` stop at the one that decides."""
    bindings, loop = loop_over(expr.iterable, expr.targets, place)
    state = loop.place.helper("state")
    elements = [part for part in (expr.key, expr.element) if part is not None]
    outcome = "'sound'"
    if function is not None:
        test = within(loop.place.test(expr.element), TERNARY + 1)
        outcome = f"({test} ? 'over' : 'sound')" if function == "any" else f"({test} ? 'sound' : 'over')"
    for element in elements:
        outcome = _or_failed(sound(element, loop.place), outcome)
    for condition in reversed(expr.conditions):
        kept = f"({within(loop.place.test(condition), TERNARY + 1)} ? {outcome} : 'sound')"
        outcome = _or_failed(sound(condition, loop.place), kept)
    found = _states(loop, state, Text(f"{state} = 'sound' ? {outcome} : {state}", TERNARY))
    return block(bindings, found) if bindings else found


def _or_failed(condition: Text, outcome: str) -> str:
    return outcome if condition == TRUE else f"({within(condition, TERNARY + 1)} ? {outcome} : 'failed')"


def _states(loop: Loop, state: str, body: Text) -> Text:
    function = f"function({state}, {loop.parameter}) {{ {loop.body(body).text} }}"
    return Text(f"$reduce({loop.items}, {function}, 'sound') != 'failed'", COMPARISON)
