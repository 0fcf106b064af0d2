"""Types an expression where only its truth counts: the test of `if`, the operands of `and`, `or` and `not`.

Reports type-mismatch for what has no truth that every platform agrees on.
"""

import ast

from wfc.diagnostics.catalogue import TYPE_MISMATCH
from wfc.expressions.environment import Env
from wfc.expressions.kinds import describe
from wfc.expressions.steps import infer_done, is_steps_access
from wfc.ir import expressions as ir
from wfc.ir import types


def infer_test(node: ast.expr, env: Env) -> ir.Expr | None:
    """The expression, if its truth is the same everywhere."""
    if is_steps_access(node, env):
        return infer_done(node, env)
    expr = env.infer_logic_test(node) if isinstance(node, ast.BoolOp) else env.infer(node)
    if expr is None or isinstance(expr, ir.Logical) or has_truth(expr.type, env):
        return expr
    help = "compare it, or test it with `is not None`"
    env.report(TYPE_MISMATCH, f"`{describe(expr.type)}` cannot be tested for truth", node, help)
    return None


def has_truth(of: types.Type, env: Env) -> bool:
    """Is a value of the type true or false alike on every platform?"""
    match of:
        case types.Any():
            return False
        case types.Union():
            return not of.members  # of the items of `[]`, nothing is untrue
        case types.Optional():
            return has_truth(of.of, env)
        case types.ModelRef():
            # A model is true in Python; its JSON object is, too, unless it is empty.
            return bool(env.model(of.path).fields)
        case types.Str():
            return of.format not in {"decimal", "timedelta"}
        case _:
            return True
