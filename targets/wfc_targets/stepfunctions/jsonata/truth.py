"""Prints the truth of an expression, which is Python's: to JSONata a list like `[0]` is false."""

from wfc.ir import expressions as ir
from wfc.ir import types
from wfc_targets.stepfunctions.jsonata.kinds import is_bool, is_list, is_number, is_text
from wfc_targets.stepfunctions.jsonata.place import AND, COMPARISON, OR, PATH, Place, Text, bind, call, within


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
    if isinstance(expr.type, types.Optional) and is_list(expr.type.of):
        return bind(place, {"items": expr}, lambda items: truth_of(Text(items, PATH), expr.type))
    return truth_of(place.value(expr), expr.type)


def truth_of(value: Text, of: types.Type) -> Text:
    """The truth of a value that has been printed; of a list that may be null, the text stands there twice."""
    if is_bool(of):
        return value
    if is_number(of):
        return Text(f"{within(value, COMPARISON + 1)} != 0", COMPARISON)
    if is_text(of):
        return Text(f"{within(value, COMPARISON + 1)} != ''", COMPARISON)
    if is_list(of):
        return Text(f"$count({value.text}) > 0", COMPARISON)
    if isinstance(of, types.Optional) and is_list(of.of):
        return Text(f"{value.text} != null and $count({value.text}) > 0", AND)
    # Of null, a number, text or an object `$boolean` says what Python says.
    return call("boolean", value.text)
