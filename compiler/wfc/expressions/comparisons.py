"""Types comparisons: `==`, `<`, `in`, `is None`, and chains of them.

Reports never-equal, type-mismatch, lossy-type, possibly-none and unsupported-expression.
"""

import ast
from functools import reduce

from wfc.diagnostics.catalogue import LOSSY_TYPE, NEVER_EQUAL, TYPE_MISMATCH, UNSUPPORTED_EXPRESSION
from wfc.expressions.access import report_possibly_none
from wfc.expressions.environment import Env, source
from wfc.expressions.equality import equality_obstacle
from wfc.expressions.iterables import infer_iterable, item_type
from wfc.expressions.kinds import describe, is_number, is_text, may_equal, widen
from wfc.expressions.narrowing import path_of
from wfc.expressions.operators import report_lossy
from wfc.expressions.steps import infer_done, is_steps_access
from wfc.expressions.values import constant
from wfc.ir import expressions as ir
from wfc.ir import types

EQUALITY: dict[type[ast.cmpop], ir.CompareOp] = {ast.Eq: "==", ast.NotEq: "!="}
ORDER: dict[type[ast.cmpop], ir.CompareOp] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
MEMBERSHIP: dict[type[ast.cmpop], ir.CompareOp] = {ast.In: "in", ast.NotIn: "not in"}


def infer_compare(node: ast.Compare, env: Env) -> ir.Expr | None:
    """A comparison, or a chain of them as one `and`."""
    sides = [node.left, *node.comparators]
    links = [_link(left, op, right, env) for left, op, right in zip(sides, node.ops, node.comparators, strict=False)]
    known = [link for link in links if link is not None]
    if len(known) < len(links) or not all(
        _is_repeatable(side, link, env) for side, link in zip(sides[1:-1], known, strict=False)
    ):
        return None
    span = env.span(node)
    return reduce(lambda a, b: ir.Logical(op="and", left=a, right=b, type=types.Bool(), span=span), known)


def _is_repeatable(side: ast.expr, link: ir.Expr, env: Env) -> bool:
    """A middle of a chain stands in two comparisons: may it be evaluated twice?"""
    right = link.right if isinstance(link, ir.Compare) else None
    if right is not None and (isinstance(right, ir.Const) or path_of(right) is not None):
        return True
    help = f"write two comparisons with `and`, each with `{source(side)}`"
    env.report(UNSUPPORTED_EXPRESSION, "the middle of a chained comparison would be computed twice", side, help)
    return False


def _link(left: ast.expr, op: ast.cmpop, right: ast.expr, env: Env) -> ir.Expr | None:
    whole = ast.copy_location(ast.Compare(left=left, ops=[op], comparators=[right]), left)
    whole.end_lineno, whole.end_col_offset = right.end_lineno, right.end_col_offset
    for value, other in ((left, right), (right, left)):
        if isinstance(other, ast.Constant) and other.value is None and not isinstance(op, ast.In | ast.NotIn):
            return _none_test(value, op, whole, env)
    if isinstance(op, ast.Is | ast.IsNot):
        help = "write `==` or `!=`; `is` is for None"
        env.report(UNSUPPORTED_EXPRESSION, f"`{source(whole)}` compares identity", whole, help)
        return None
    if type(op) in MEMBERSHIP:
        return _membership(MEMBERSHIP[type(op)], whole, env)
    one, other_side = env.infer(left), env.infer(right)
    if one is None or other_side is None:
        return None
    if type(op) in EQUALITY:
        return _equality(EQUALITY[type(op)], one, other_side, whole, env)
    return _order(ORDER[type(op)], one, other_side, whole, env)


def _none_test(value: ast.expr, op: ast.cmpop, whole: ast.Compare, env: Env) -> ir.Expr | None:
    if not isinstance(op, ast.Is | ast.IsNot | ast.Eq | ast.NotEq):
        env.report(TYPE_MISMATCH, "None has no order", whole, "test `is None` first")
        return None
    negated = isinstance(op, ast.IsNot | ast.NotEq)
    span = env.span(whole)
    if is_steps_access(value, env):
        done = infer_done(value, env)
        return done if done is None or negated else ir.Not(operand=done, type=types.Bool(), span=span)
    operand = env.infer(value)
    if isinstance(operand, ir.Const):
        return constant((operand.value is None) is not negated, span)
    return None if operand is None else ir.IsNone(operand=operand, negated=negated, type=types.Bool(), span=span)


def _equality(op: ir.CompareOp, left: ir.Expr, right: ir.Expr, node: ast.Compare, env: Env) -> ir.Expr | None:
    if not _are_comparable(op, left.type, right.type, node, env):
        return None
    return ir.Compare(op=op, left=left, right=right, type=types.Bool(), span=env.span(node))


def _are_comparable(op: ir.CompareOp, left: types.Type, right: types.Type, node: ast.Compare, env: Env) -> bool:
    """Can the two be equal, and is it the same on every platform whether they are? Reported if not."""
    obstacle = equality_obstacle(left, right, env.scope.models)
    if obstacle is not None:
        env.report(LOSSY_TYPE, f"`{op}` cannot be relied on here: {obstacle}", node, "compare in an operation")
    elif not may_equal(left, right, env.scope.models):
        truth = types.Bool in {type(widen(left)), type(widen(right))}
        help = (
            "True and False are not numbers here: test the flag itself" if truth else "compare with a value of its type"
        )
        env.report(NEVER_EQUAL, f"`{describe(left)}` and `{describe(right)}` are never equal", node, help)
    else:
        return True
    return False


def _order(op: ir.CompareOp, left: ir.Expr, right: ir.Expr, node: ast.Compare, env: Env) -> ir.Expr | None:
    sides = ((node.left, left), (node.comparators[0], right))
    for side, expr in sides:
        if isinstance(expr.type, types.Optional):
            report_possibly_none(side, env)
            return None
        if isinstance(expr.type, types.Str) and expr.type.format:
            report_lossy(side, expr.type, env)
            return None
    if (is_number(left.type) and is_number(right.type)) or (is_text(left.type) and is_text(right.type)):
        return ir.Compare(op=op, left=left, right=right, type=types.Bool(), span=env.span(node))
    shown = f"`{describe(widen(left.type))}` and `{describe(widen(right.type))}`"
    env.report(TYPE_MISMATCH, f"`{op}` needs two numbers or two texts, not {shown}", node)
    return None


def _membership(op: ir.CompareOp, node: ast.Compare, env: Env) -> ir.Expr | None:
    left, right = env.infer(node.left), infer_iterable(node.comparators[0], env)
    if left is None or right is None or not _may_be_in(op, left.type, right.type, node, env):
        return None
    return ir.Compare(op=op, left=left, right=right, type=types.Bool(), span=env.span(node))


def _may_be_in(op: ir.CompareOp, left: types.Type, right: types.Type, node: ast.Compare, env: Env) -> bool:
    """Reported if it makes no sense."""
    item = types.Str() if is_text(right) else item_type(right)
    if isinstance(right, types.Optional):
        report_possibly_none(node.comparators[0], env)
    elif item is None:
        message = f"`in` needs a list, a dict or text, not `{describe(right)}`"
        env.report(TYPE_MISMATCH, message, node.comparators[0])
    elif isinstance(left, types.Optional) and not isinstance(right, types.List):
        report_possibly_none(node.left, env)
    elif is_text(right) and not is_text(left):
        env.report(TYPE_MISMATCH, f"only text is `in` text, not `{describe(left)}`", node.left)
    else:
        return _are_comparable(op, left, item, node, env)
    return False
