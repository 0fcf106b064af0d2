"""What a test tells about values that may be None: after `x is not None`, or `x and`, x is there."""

from wfc.expressions.environment import Path
from wfc.ir import expressions as ir
from wfc.ir.types import Any, Null, Optional, Type


def path_of(expr: ir.Expr) -> Path | None:
    """How to recognise the same value again; None for what is computed."""
    match expr:
        case ir.Name():
            return (expr.name,)
        case ir.Local():
            return ("local", expr.name)
        case ir.StepOutput():
            return ("steps", expr.step)
        case ir.Attribute():
            return _below(expr.base, expr.name)
        case ir.Item(index=ir.Const(value=str() | int() as key)):
            return _below(expr.base, "[", key)
        case ir.MethodCall(method="get", args=(ir.Const(value=str() as key),)):
            return _below(expr.base, "get", key)
        case _:
            return None


def _below(base: ir.Expr, *steps: str | int) -> Path | None:
    start = path_of(base)
    return None if start is None else (*start, *steps)


def step_path(step: str) -> Path:
    """The path of `steps.get(step)`."""
    return ("steps", step)


def known_if(expr: ir.Expr, truth: bool) -> frozenset[Path]:
    """The values that are not None when the expression is true (or false)."""
    match expr:
        case ir.StepDone():
            return frozenset({step_path(expr.step)}) if truth else frozenset()
        case ir.Not():
            return known_if(expr.operand, not truth)
        case ir.IsNone():
            return _path_set(expr.operand) if truth is expr.negated else frozenset()
        case ir.Logical():
            left, right = known_if(expr.left, truth), known_if(expr.right, truth)
            return left | right if truth is (expr.op == "and") else left & right
        case ir.Compare(op="==") if truth:
            return _if_absent(expr.right, expr.left) | _if_absent(expr.left, expr.right)
        case ir.BuiltinCall(function="bool", args=(argument,)):
            return known_if(argument, truth)
        case _:
            return _path_set(expr) if truth else frozenset()


def _if_absent(other: ir.Expr, expr: ir.Expr) -> frozenset[Path]:
    """Equal to something that is never None."""
    return frozenset() if may_be_none(other.type) else _path_set(expr)


def _path_set(expr: ir.Expr) -> frozenset[Path]:
    path = path_of(expr)
    return frozenset() if path is None else frozenset({path})


def may_be_none(of: Type) -> bool:
    return isinstance(of, Optional | Null | Any)
