"""Types `and`, `or` and conditional expressions, carrying what each test shows to the operands behind it."""

import ast
from collections.abc import Callable
from typing import Literal

from wfc.expressions.environment import Env
from wfc.expressions.kinds import NEVER, join
from wfc.expressions.narrowing import known_if
from wfc.expressions.steps import is_steps_access
from wfc.expressions.truth import infer_test
from wfc.expressions.values import constant
from wfc.ir import expressions as ir
from wfc.ir import types


def infer_logic(node: ast.BoolOp, env: Env) -> ir.Expr | None:
    """`a and b and c`, where its value counts: that of an operand."""

    def operand(value: ast.expr, env: Env) -> ir.Expr | None:
        if value is node.values[-1]:
            return env.infer(value)
        # Of `steps.get("x") and ...` the value is known (None); of `steps.get("x") or ...` it would be the step itself.
        is_value = is_steps_access(value, env) and isinstance(node.op, ast.Or)
        return env.infer(value) if is_value else infer_test(value, env)

    return _folded(node, env, operand)


def infer_logic_test(node: ast.BoolOp, env: Env) -> ir.Expr | None:
    """The same where only its truth counts."""
    return _folded(node, env, infer_test)


def _folded(node: ast.BoolOp, env: Env, rule: Callable[[ast.expr, Env], ir.Expr | None]) -> ir.Expr | None:
    """The operands, each typed with what those before it have shown, nested to the right."""
    op: Literal["and", "or"] = "and" if isinstance(node.op, ast.And) else "or"
    inside, operands = env, []
    for value in node.values:
        operand = rule(value, inside)
        operands.append(operand)
        inside = inside if operand is None else inside.knowing(known_if(operand, op == "and"))
    known = [operand for operand in operands if operand is not None]
    if len(known) < len(operands):
        return None
    result = known.pop()
    while known:
        result = _pair(op, known.pop(), result, node, env)
    return result


def _pair(op: Literal["and", "or"], left: ir.Expr, right: ir.Expr, node: ast.BoolOp, env: Env) -> ir.Expr:
    span = env.span(node)
    if op == "and" and isinstance(left, ir.StepDone) and right.type != types.Bool():
        absent = constant(None, left.span)
        return ir.Conditional(test=left, then=right, orelse=absent, type=join((right.type, types.Null())), span=span)
    remains = _false_part(left.type) if op == "and" else _true_part(left.type)
    return ir.Logical(op=op, left=left, right=right, type=join((remains, right.type)), span=span)


def _false_part(of: types.Type) -> types.Type:
    """The type of those values that are false."""
    match of:
        case types.Optional():
            return join((types.Null(), _false_part(of.of)))
        case types.ModelRef():
            return NEVER
        case _:
            return of


def _true_part(of: types.Type) -> types.Type:
    match of:
        case types.Optional():
            return of.of
        case types.Null():
            return NEVER
        case _:
            return of


def infer_conditional(node: ast.IfExp, env: Env) -> ir.Expr | None:
    """`then if test else orelse`."""
    test = infer_test(node.test, env)
    when_true = env if test is None else env.knowing(known_if(test, True))
    when_false = env if test is None else env.knowing(known_if(test, False))
    then, orelse = when_true.infer(node.body), when_false.infer(node.orelse)
    if test is None or then is None or orelse is None:
        return None
    of = join((then.type, orelse.type))
    return ir.Conditional(test=test, then=then, orelse=orelse, type=of, span=env.span(node))
