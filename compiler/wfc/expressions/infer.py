"""Types a lambda of a spec: from Python's syntax tree to `ir.expressions`, strictly, so that every platform agrees.

Runs in `infer_types`. A finding does not end it: all of a lambda's errors come in one run. Reports the codes
201 to 210.
"""

import ast
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import EXPRESSION_TOO_DEEP, UNSUPPORTED_EXPRESSION, WRONG_PARAMETER
from wfc.expressions.access import infer_attribute, infer_subscript
from wfc.expressions.calls import infer_call
from wfc.expressions.comparisons import infer_compare
from wfc.expressions.comprehensions import infer_dict_comprehension, infer_list_comprehension
from wfc.expressions.displays import infer_dict, infer_list
from wfc.expressions.environment import Env, did_you_mean, source
from wfc.expressions.formats import infer_fstring
from wfc.expressions.logic import infer_conditional, infer_logic, infer_logic_test
from wfc.expressions.operators import infer_binary, infer_unary
from wfc.expressions.scope import Scope
from wfc.expressions.truth import infer_test
from wfc.expressions.values import infer_constant, infer_name
from wfc.ir import expressions as ir
from wfc.ir.surface import Lambda

MAX_DEPTH = 60
"""Step Functions evaluates expressions nested to about 100 levels, and one level here can be two there."""

NESTING = (ast.expr, ast.arguments)
"""What a field of a syntax node can hold that may have more inside."""

RULES: dict[type[ast.expr], Callable[[Any, Env], ir.Expr | None]] = {
    ast.Constant: infer_constant,
    ast.Name: infer_name,
    ast.Attribute: infer_attribute,
    ast.Subscript: infer_subscript,
    ast.List: infer_list,
    ast.Dict: infer_dict,
    ast.UnaryOp: infer_unary,
    ast.BinOp: infer_binary,
    ast.BoolOp: infer_logic,
    ast.Compare: infer_compare,
    ast.IfExp: infer_conditional,
    ast.JoinedStr: infer_fstring,
    ast.Call: infer_call,
    ast.ListComp: infer_list_comprehension,
    ast.DictComp: infer_dict_comprehension,
}

# What else Python has, and what to write instead.
REFUSED: dict[type[ast.expr], tuple[str, str]] = {
    ast.Tuple: ("a tuple", "write a list"),
    ast.Set: ("a set", "write a list"),
    ast.SetComp: ("a set comprehension", "write a list comprehension"),
    ast.GeneratorExp: ("a generator", "write a list comprehension"),
    ast.Lambda: ("a lambda inside a lambda", "use a comprehension"),
    ast.NamedExpr: ("`:=`", "write the value where it is used"),
    ast.Starred: ("`*`", "add lists with `+`"),
    ast.Await: ("`await`", "make it an operation"),
    ast.Yield: ("`yield`", "make it an operation"),
    ast.YieldFrom: ("`yield from`", "make it an operation"),
    ast.Slice: ("a slice", "use a comprehension, or make it an operation"),
}


def infer_lambda(written: Lambda, scope: Scope, found: Diagnostics) -> ir.Expr | None:
    """The typed body of a lambda whose value counts, or None when something in it was reported."""
    return _infer(written, scope, found, Env.infer)


def infer_condition(written: Lambda, scope: Scope, found: Diagnostics) -> ir.Expr | None:
    """The same for a lambda of which only the truth counts: a condition."""
    return _infer(written, scope, found, lambda env, body: infer_test(body, env))


def _infer(
    written: Lambda, scope: Scope, found: Diagnostics, rule: Callable[[Env, ast.expr], ir.Expr | None]
) -> ir.Expr | None:
    env = Env(written=written, scope=scope, found=found, rule=_rule, logic_rule=infer_logic_test)
    parameters_known = _check_parameters(env)
    if _depth(written.body) > MAX_DEPTH:
        message = f"this lambda is nested deeper than {MAX_DEPTH} levels"
        env.report(EXPRESSION_TOO_DEEP, message, written.body, "compute part of it in an operation")
        return None
    typed = rule(env, written.body)
    return typed if parameters_known else None


def _rule(node: ast.expr, env: Env) -> ir.Expr | None:
    rule = RULES.get(type(node))
    if rule is not None:
        return rule(node, env)
    what, instead = REFUSED.get(type(node), (f"`{source(node)}`", "make it an operation"))
    env.report(UNSUPPORTED_EXPRESSION, f"{what} cannot be used in a lambda of a workflow", node, instead)
    return None


def _check_parameters(env: Env) -> bool:
    """Parameter names say what a lambda sees; is all of it offered here?"""
    offered = [*env.scope.names, "steps"]
    wrong = [name for name in env.written.parameters if name not in offered]
    for name in wrong:
        help = did_you_mean(name, offered)
        at = Label(env.written.span)
        message = f"a lambda in this place cannot see `{name}`"
        env.found.add(Diagnostic(code=WRONG_PARAMETER, message=message, at=at, help=help))
    return not wrong


@lru_cache(maxsize=256)
def _depth(body: ast.expr) -> int:
    """Levels of nesting, counted without recursion: the text may be deeper than Python's own stack. Once for the one
    lambda of a function that makes steps.
    """
    deepest = 0
    waiting: list[tuple[ast.AST, int]] = [(body, 1)]
    while waiting:
        node, depth = waiting.pop()
        inside = depth + (len(node.values) if isinstance(node, ast.BoolOp) else 1)
        fields = node._fields
        deepest = max(deepest, inside if "ctx" in fields or "op" in fields else depth)  # neither has anything inside
        for name in fields:
            value = getattr(node, name, None)
            if type(value) is list:
                waiting += [(one, inside) for one in value if isinstance(one, ast.AST)]
            elif isinstance(value, NESTING):
                waiting.append((value, inside))
    return deepest
