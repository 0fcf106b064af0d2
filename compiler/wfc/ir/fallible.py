"""Can evaluating an expression fail? Only then do targets evaluate it under a guard of its own (S4)."""

from wfc.ir import expressions as ir
from wfc.ir.parts import walk
from wfc.ir.types import Any, Float, Int, Optional, Record

_PARTIAL_OPERATORS = ("/", "//", "%", "**")


def is_fallible(expr: ir.Expr | None) -> bool:
    """False only when CPython certainly has a value for it, given operands of their types."""
    return expr is not None and any(fails_itself(part) for part in walk(expr))


def fails_itself(expr: ir.Expr) -> bool:
    """Can it fail although its parts have values?"""
    match expr:
        case ir.Item():
            return not (isinstance(expr.base.type, Record) and isinstance(expr.index, ir.Const))
        case ir.Attribute():
            return isinstance(expr.base.type, Any | Optional)
        case ir.Binary():
            return expr.op in _PARTIAL_OPERATORS or isinstance(expr.type, Any)
        case ir.Compare(op="==" | "!="):
            return False
        case ir.Compare():
            return any(isinstance(side.type, Any | Optional) for side in (expr.left, expr.right))
        case ir.BuiltinCall(function="min" | "max"):
            return len(expr.args) == 1
        case ir.BuiltinCall(function="int" | "float"):
            return not isinstance(expr.args[0].type, Int | Float)
        case ir.MethodCall(method="split"):
            return bool(expr.args) and not (isinstance(expr.args[0], ir.Const) and expr.args[0].value)
        case _:
            return False
