"""Types arithmetic, concatenation and `not`.

Reports type-mismatch, lossy-type, possibly-none and unsupported-expression.
"""

import ast

from wfc.diagnostics.catalogue import LOSSY_TYPE, TYPE_MISMATCH, UNSUPPORTED_EXPRESSION
from wfc.expressions.access import report_possibly_none
from wfc.expressions.environment import Env, source
from wfc.expressions.kinds import describe, is_int, is_number, is_text, join, widen
from wfc.expressions.truth import infer_test
from wfc.expressions.values import constant
from wfc.ir import expressions as ir
from wfc.ir import types

OPERATORS: dict[type[ast.operator], ir.BinaryOp] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
}
MAX_EXPONENT = 64


def infer_binary(node: ast.BinOp, env: Env) -> ir.Expr | None:
    """`a + b` and the like, by the operands' types."""
    left, right = env.infer(node.left), env.infer(node.right)
    op = OPERATORS.get(type(node.op))
    if op is None:
        env.report(UNSUPPORTED_EXPRESSION, f"`{source(node)}` computes with bits", node, "make it an operation")
        return None
    if left is None or right is None or not all(_usable(side, part, env) for side, part in _sides(node, left, right)):
        return None
    of = _result(op, left, right)
    if of is None:
        _report_mismatch(op, left, right, node, env)
        return None
    if op in {"//", "%", "**"} and not is_int(of):
        help = "use whole numbers (cents, milliseconds), or make it an operation"
        message = f"`{op}` of a float has another result on other platforms"
        env.report(LOSSY_TYPE, message, node, help)
        return None
    if op == "**" and not _is_small(right):
        help = f"write a constant from 0 to {MAX_EXPONENT}, or make it an operation"
        env.report(UNSUPPORTED_EXPRESSION, "the exponent of `**` must be a constant whole number", node.right, help)
        return None
    return ir.Binary(op=op, left=left, right=right, type=of, span=env.span(node))


def _sides(node: ast.BinOp, left: ir.Expr, right: ir.Expr) -> tuple[tuple[ast.expr, ir.Expr], ...]:
    return (node.left, left), (node.right, right)


def _usable(node: ast.expr, expr: ir.Expr, env: Env) -> bool:
    """Is it there, and is it what it looks like? Reported if not."""
    of = expr.type
    if isinstance(of, types.Optional):
        report_possibly_none(node, env)
        return False
    if isinstance(of, types.Str) and of.format:
        report_lossy(node, of, env)
        return False
    return True


def report_lossy(node: ast.expr, of: types.Str, env: Env) -> ir.Expr | None:
    """A date or decimal, which is text inside a workflow, is computed with; always None."""
    message = f"`{source(node)}` is a {of.format}, which is text inside a workflow"
    env.report(LOSSY_TYPE, message, node, "compute with it in an operation")
    return None


def _result(op: ir.BinaryOp, left: ir.Expr, right: ir.Expr) -> types.Type | None:
    """The type of the result, None when the operator does not work on these."""
    a, b = left.type, right.type
    if is_number(a) and is_number(b):
        return types.Int() if is_int(a) and is_int(b) and op != "/" else types.Float()
    if op == "+" and is_text(a) and is_text(b):
        return types.Str()
    if op == "+" and isinstance(a, types.List) and isinstance(b, types.List) and a.container == b.container == "list":
        return join((a, b))
    return None


def _is_small(exponent: ir.Expr) -> bool:
    value = exponent.value if isinstance(exponent, ir.Const) else None
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_EXPONENT


def _report_mismatch(op: ir.BinaryOp, left: ir.Expr, right: ir.Expr, node: ast.BinOp, env: Env) -> None:
    texts = is_text(left.type) or is_text(right.type)
    needs = "two numbers, two texts or two lists" if op == "+" else "two numbers"
    help = 'put values into text with an f-string: `f"{a}-{b}"`' if texts else None
    if isinstance(widen(left.type), types.Bool) or isinstance(widen(right.type), types.Bool):
        help = "a bool is not a number here: write `1 if flag else 0`"
    shown = f"`{describe(widen(left.type))}` and `{describe(widen(right.type))}`"
    env.report(TYPE_MISMATCH, f"`{op}` needs {needs}, not {shown}", node, help)


def infer_unary(node: ast.UnaryOp, env: Env) -> ir.Expr | None:
    """`not x`, `-x`, `+x`."""
    if isinstance(node.op, ast.Not):
        tested = infer_test(node.operand, env)
        return None if tested is None else ir.Not(operand=tested, type=types.Bool(), span=env.span(node))
    if isinstance(node.op, ast.Invert):
        env.report(UNSUPPORTED_EXPRESSION, f"`{source(node)}` computes with bits", node, "write `not`")
        return None
    operand = env.infer(node.operand)
    if operand is None or not _usable(node.operand, operand, env):
        return None
    if not is_number(operand.type):
        sign = "-" if isinstance(node.op, ast.USub) else "+"
        env.report(TYPE_MISMATCH, f"`{sign}` needs a number, not `{describe(widen(operand.type))}`", node)
        return None
    if isinstance(node.op, ast.UAdd):
        return operand
    if isinstance(operand, ir.Const) and isinstance(operand.value, int | float) and operand.value != 0:
        return constant(-operand.value, env.span(node))
    return ir.Negate(operand=operand, type=widen(operand.type), span=env.span(node))
