"""Prints arithmetic. JSONata's `%` is not used: it takes the dividend's sign, and engines disagree on fractions."""

from wfc.ir import expressions as ir
from wfc_targets.stepfunctions.jsonata.fallible import may_divide_by_zero
from wfc_targets.stepfunctions.jsonata.kinds import is_int, is_list, is_number
from wfc_targets.stepfunctions.jsonata.place import (
    NEGATION,
    PATH,
    PRODUCT,
    SUM,
    TERNARY,
    Place,
    Text,
    bind,
    block,
    call,
    failure,
)

_PLAIN = {"+": SUM, "-": SUM, "*": PRODUCT}


def binary(expr: ir.Binary, place: Place) -> Text:
    """`a + b` and the like: what it does depends on the operands' types."""
    if expr.op == "+" and not is_number(expr.left.type):
        return _concatenation(expr, place)
    match expr.op:
        case "+" | "-" | "*":
            level = _PLAIN[expr.op]
            left, right = place.within(expr.left, level), place.within(expr.right, level + 1)
            return Text(f"{left} {expr.op} {right}", level)
        case "**":
            return call("power", place.value(expr.left).text, place.value(expr.right).text)
        case _:
            return _division(expr, place)


def _concatenation(expr: ir.Binary, place: Place) -> Text:
    if is_list(expr.left.type):
        return call("append", place.value(expr.left).text, place.value(expr.right).text)
    return Text(f"{place.within(expr.left, SUM)} & {place.within(expr.right, SUM + 1)}", SUM)


def _division(expr: ir.Binary, place: Place) -> Text:
    def divided(dividend: str, divisor: str) -> Text:
        results = {
            "/": Text(f"{dividend} / {divisor}", PRODUCT),
            "//": call("floor", f"{dividend} / {divisor}"),
            "%": Text(f"{dividend} - {divisor} * $floor({dividend} / {divisor})", SUM),
        }
        result = results[expr.op]
        if not may_divide_by_zero(expr):
            return result
        return Text(f"{divisor} = 0 ? {failure('division by zero')} : {result.text}", TERNARY)

    if not may_divide_by_zero(expr) and expr.op != "%":
        return divided(place.within(expr.left, PRODUCT), place.within(expr.right, NEGATION))
    return bind(place, {"dividend": expr.left, "divisor": expr.right}, divided)


def negation(expr: ir.Negate, place: Place) -> Text:
    """`-x`."""
    return Text(f"-{place.within(expr.operand, PATH)}", NEGATION)


def rounded(expr: ir.BuiltinCall, place: Place) -> Text:
    """`round(x)`, `round(x, n)`."""
    if is_int(expr.args[0].type):
        return place.value(expr.args[0])
    places = expr.args[1].value if len(expr.args) == 2 and isinstance(expr.args[1], ir.Const) else 0
    return round_to(place.value(expr.args[0]), int(places or 0), place)


def round_to(number: Text, places: int, place: Place) -> Text:
    """Half to even of the number's exact binary value, as Python rounds; `$round` takes its decimal digits instead.

    The fraction is cut in two parts, each of which can be multiplied by the scale without loss, so that `rest` has the
    sign of what is above or below the half. Numbers too large for that have no digit left to round.
    """
    if places == 0:
        return call("round", number.text)
    scale = 10**places
    x, whole, fraction, high, steps, rest = (
        place.helper(name) for name in ("x", "whole", "fraction", "high", "steps", "rest")
    )
    bindings = [
        f"{x} := {number.text}",
        f"{whole} := $floor({x})",
        f"{fraction} := {x} - {whole}",
        f"{high} := $floor({fraction} * 67108864) / 67108864",
        f"{steps} := $floor({fraction} * {scale})",
        f"{rest} := {high} * {scale} - {steps} - 0.5 + ({fraction} - {high}) * {scale}",
        f"{steps} := {whole} * {scale} + {steps}",
    ]
    is_odd = f"{steps} - 2 * $floor({steps} / 2) = 1"
    up = f"{rest} > 0 or ({rest} = 0 and {is_odd})"
    result = f"({steps} + ({up} ? 1 : 0)) / {scale}"
    large = 2**53 // scale
    return block(bindings, Text(f"$abs({x}) < {large} ? {result} : $round({x}, {places})", TERNARY))


def to_int(expr: ir.BuiltinCall, place: Place) -> Text:
    """`int(x)`: of a number towards zero, of text by its digits."""
    argument = expr.args[0]
    if is_int(argument.type):
        return place.value(argument)
    if is_number(argument.type):
        return bind(place, {"x": argument}, lambda x: Text(f"{x} < 0 ? $ceil({x}) : $floor({x})", TERNARY))
    return bind(place, {"text": argument}, _parsed)


def is_int_text(text: str) -> str:
    """Would `int(text)` succeed?"""
    return f"$contains({text}, /^\\s*[+-]?[0-9]+(_[0-9]+)*\\s*$/)"


def _parsed(text: str) -> Text:
    number = f"$number($replace($trim({text}), /[+_]/, ''))"
    return Text(f"{is_int_text(text)} ? {number} : {failure('not a whole number')}", TERNARY)


def number_text(number: Text) -> Text:
    """A whole number as text. `$string` keeps 15 digits only."""
    return call("formatNumber", number.text, "'0'")
