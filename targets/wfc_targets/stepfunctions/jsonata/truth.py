"""Prints the truth of an expression. JSONata finds lists like `[0]` false and lets objects and lists be neither."""

from wfc.ir import expressions as ir
from wfc.ir import types
from wfc_targets.stepfunctions.jsonata.kinds import is_bool, is_list, is_number, is_text
from wfc_targets.stepfunctions.jsonata.place import AND, COMPARISON, OR, Place, Text, bind, call, within


def truth(expr: ir.Expr, place: Place) -> Text:
    """`true` or `false`."""
    match expr:
        case ir.Logical():
            level = AND if expr.op == "and" else OR
            sides = (within(truth(side, place), level) for side in (expr.left, expr.right))
            return Text(f" {expr.op} ".join(sides), level)
        case ir.Not():
            return negated(expr, place)
        case _:
            return _of_value(expr, place)


def negated(expr: ir.Not, place: Place) -> Text:
    """`not x`."""
    return call("not", truth(expr.operand, place).text)


def _of_value(expr: ir.Expr, place: Place) -> Text:
    of = expr.type
    if is_bool(of):
        return place.value(expr)
    if is_number(of):
        return Text(f"{place.within(expr, COMPARISON + 1)} != 0", COMPARISON)
    if is_text(of):
        return Text(f"{place.within(expr, COMPARISON + 1)} != ''", COMPARISON)
    if is_list(of):
        return Text(f"$count({place.value(expr).text}) > 0", COMPARISON)
    if isinstance(of, types.Optional) and is_list(of.of):
        return bind(place, {"items": expr}, _has_items)
    # Of null, a number, text or an object `$boolean` says what Python says.
    return call("boolean", place.value(expr).text)


def _has_items(items: str) -> Text:
    return Text(f"{items} != null and $count({items}) > 0", AND)
