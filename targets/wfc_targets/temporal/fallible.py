"""Can evaluating an expression fail? Only then is it evaluated under a guard of its own (S4)."""

from wfc.ir import expressions as ir
from wfc.ir.parts import walk
from wfc.ir.types import Any, Optional, Record

_PARTIAL = frozenset({"/", "//", "%", "**"})


def is_fallible(expr: ir.Expr | None) -> bool:
    """False only when CPython certainly has a value for it, given operands of their types."""
    return expr is not None and any(_can_fail(part) for part in walk(expr))


def _can_fail(expr: ir.Expr) -> bool:
    match expr:
        case ir.Item():
            return not (isinstance(expr.base.type, Record) and isinstance(expr.index, ir.Const))
        case ir.Attribute():
            return isinstance(expr.base.type, Any | Optional)
        case ir.Binary():
            return expr.op in _PARTIAL or isinstance(expr.type, Any)
        case ir.Compare(op="==" | "!="):
            return False
        case ir.Compare():
            return any(isinstance(side.type, Any | Optional) for side in (expr.left, expr.right))
        case ir.BuiltinCall() | ir.MethodCall():
            return not (isinstance(expr, ir.BuiltinCall) and expr.function in {"len", "bool", "str", "any", "all"})
        case _:
            return False
