"""Arithmetic as trees of JSONata."""

from wfc.ir import expressions as ir
from wfc_targets.stepfunctions.readback.kinds import is_int, is_list, is_number
from wfc_targets.stepfunctions.readback.rules import Rules
from wfc_targets.stepfunctions.readback.syntax import Tree, const
from wfc_targets.stepfunctions.readback.trees import shape

_DIVIDED = {
    "/": "$dividend / $divisor",
    "//": "$floor($dividend / $divisor)",
    "%": "$dividend - $divisor * $floor($dividend / $divisor)",
}
IS_INT = r"$contains($text, /^\s*[+-]?[0-9]+(_[0-9]+)*\s*$/)"
_HALF_TO_EVEN = """(
    $whole := $floor($x);
    $fraction := $x - $whole;
    $high := $floor($fraction * 67108864) / 67108864;
    $below := $floor($fraction * $scale);
    $rest := $high * $scale - $below - 0.5 + ($fraction - $high) * $scale;
    $steps := $whole * $scale + $below;
    $abs($x) < $large
        ? ($steps + ($rest > 0 or ($rest = 0 and $steps - 2 * $floor($steps / 2) = 1) ? 1 : 0)) / $scale
        : $round($x, $places)
)"""


def binary(expr: ir.Binary, at: Rules) -> Tree:
    """`a + b` and the like."""
    left, right = at.value(expr.left, at), at.value(expr.right, at)
    match expr.op:
        case "+" if is_list(expr.left.type):
            return shape("$append($left, $right)", left=left, right=right)
        case "+" if not is_number(expr.left.type):
            return ("op", "&", left, right)
        case "+" | "-" | "*":
            return ("op", expr.op, left, right)
        case "**":
            return shape("$power($left, $right)", left=left, right=right)
        case op:
            found = shape(_DIVIDED[op], dividend=left, divisor=right)
            guarded = "$divisor = 0 ? $error('division by zero') : $found"
            return shape(guarded, divisor=right, found=found) if at.fails_itself(expr) else found


def rounded(expr: ir.BuiltinCall, at: Rules) -> Tree:
    """`round(x)`, `round(x, n)`."""
    number = at.value(expr.args[0], at)
    if is_int(expr.args[0].type):
        return number
    places = expr.args[1].value if len(expr.args) == 2 and isinstance(expr.args[1], ir.Const) else 0
    return half_to_even(number, int(places or 0))


def half_to_even(number: Tree, places: int) -> Tree:
    """Half to even of the exact binary value."""
    if places == 0:
        return shape("$round($number)", number=number)
    scale = 10**places
    known = {"scale": const(scale), "large": const(2**53 // scale), "places": const(places)}
    return shape(_HALF_TO_EVEN, x=number, **known)


def to_int(expr: ir.BuiltinCall, at: Rules) -> Tree:
    """`int(x)`."""
    number = at.value(expr.args[0], at)
    if is_int(expr.args[0].type):
        return number
    if is_number(expr.args[0].type):
        return shape("$x < 0 ? $ceil($x) : $floor($x)", x=number)
    parsed = "$number($replace($trim($text), /[+_]/, ''))"
    return shape(f"{IS_INT} ? {parsed} : $error('not a whole number')", text=number)
