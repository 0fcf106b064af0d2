"""Which expressions can fail: those that hold something CPython raises an exception for, with values of their types."""

from wfc.ir import expressions as ir
from wfc.ir import types
from wfc.ir.parts import walk
from wfc_targets.stepfunctions.jsonata.kinds import is_text


def can_fail(expr: ir.Expr) -> bool:
    """Is there anything in it that may fail?"""
    return any(_may_fail_itself(part) for part in walk(expr))


def _may_fail_itself(expr: ir.Expr) -> bool:
    match expr:
        case ir.Item():
            return may_miss(expr)
        case ir.Binary():
            return may_divide_by_zero(expr)
        case ir.BuiltinCall():
            return may_be_empty(expr) or may_not_be_int(expr)
        case _:
            return False


def may_miss(expr: ir.Item) -> bool:
    """Can the item be absent? Not the known key of a record."""
    return not (isinstance(expr.base.type, types.Record) and isinstance(expr.index, ir.Const))


def may_divide_by_zero(expr: ir.Binary) -> bool:
    """Is it a division whose divisor may be zero?"""
    return expr.op in {"/", "//", "%"} and not (isinstance(expr.right, ir.Const) and expr.right.value)


def may_be_empty(expr: ir.BuiltinCall) -> bool:
    """Is it `min(xs)` or `max(xs)`?"""
    return expr.function in {"min", "max"} and len(expr.args) == 1


def may_not_be_int(expr: ir.BuiltinCall) -> bool:
    """Is it `int(text)`?"""
    return expr.function == "int" and is_text(expr.args[0].type)
