"""Reading a typed expression without caring which node it is."""

from collections.abc import Iterator
from typing import assert_never

from wfc.ir import expressions as ir

LEAVES = (ir.Const, ir.Name, ir.Local, ir.StepOutput, ir.StepDone)
"""What has no parts."""


def parts_of(expr: ir.Expr) -> tuple[ir.Expr, ...]:
    """The expressions directly inside, as written (of a comprehension the iterable first, as evaluated)."""
    match expr:
        case ir.Const() | ir.Name() | ir.Local() | ir.StepOutput() | ir.StepDone():
            return ()
        case ir.Attribute():
            return (expr.base,)
        case ir.Item():
            return (expr.base, expr.index)
        case ir.ListDisplay():
            return expr.items
        case ir.DictDisplay():
            return tuple([part for entry in expr.entries for part in (entry.key, entry.value) if part is not None])
        case ir.Negate() | ir.Not() | ir.IsNone():
            return (expr.operand,)
        case ir.Binary() | ir.Logical() | ir.Compare():
            return (expr.left, expr.right)
        case ir.Conditional():
            return (expr.test, expr.then, expr.orelse)
        case ir.FString():
            return tuple([part.value for part in expr.parts if not isinstance(part, str)])
        case ir.BuiltinCall():
            return expr.args
        case ir.MethodCall():
            return (expr.base, *expr.args)
        case ir.Comprehension():
            key = () if expr.key is None else (expr.key,)
            return (expr.iterable, *expr.conditions, *key, expr.element)
        case _:
            assert_never(expr)


def walk(expr: ir.Expr) -> Iterator[ir.Expr]:
    """The expression and everything inside it, outermost first."""
    waiting = [expr]
    while waiting:
        one = waiting.pop()
        yield one
        if not isinstance(one, LEAVES):  # more than half of all
            waiting += reversed(parts_of(one))
