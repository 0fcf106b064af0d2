"""Types what can be gone through: lists, dicts (by key) and the views `d.keys()`, `d.values()`, `d.items()`.

The views are no JSON values, so they may stand only where something goes through them at once. Reports type-mismatch
and possibly-none.
"""

import ast
from typing import cast

from wfc.diagnostics.catalogue import TYPE_MISMATCH
from wfc.expressions.access import report_possibly_none
from wfc.expressions.environment import Env
from wfc.expressions.kinds import describe, join
from wfc.ir import expressions as ir
from wfc.ir import types

VIEWS = {"keys", "values", "items"}
PAIRS = "pairs"
"""The container of `d.items()`; its item is the type of the values."""


def infer_iterable(node: ast.expr, env: Env) -> ir.Expr | None:
    """The expression, or the view of a dict."""
    match node:
        case ast.Call(func=ast.Attribute(value=base, attr=str() as view), args=[], keywords=[]) if view in VIEWS:
            return _view(base, cast(ir.MethodName, view), node, env)
        case ast.GeneratorExp():
            return env.infer(ast.copy_location(ast.ListComp(elt=node.elt, generators=node.generators), node))
        case _:
            return env.infer(node)


def _view(base: ast.expr, view: ir.MethodName, node: ast.expr, env: Env) -> ir.Expr | None:
    of = env.infer(base)
    if of is None:
        return None
    if isinstance(of.type, types.Optional):
        report_possibly_none(base, env)
        return None
    value = value_type(of.type)
    if value is None:
        env.report(TYPE_MISMATCH, f"`{view}()` needs a dict, not `{describe(of.type)}`", node)
        return None
    item = types.Str() if view == "keys" else value
    container = PAIRS if view == "items" else "view"
    return ir.MethodCall(method=view, base=of, args=(), type=types.List(item, container), span=env.span(node))


def value_type(of: types.Type) -> types.Type | None:
    """What the values of a dict have in common; None for what is no dict."""
    match of:
        case types.Dict():
            return of.value
        case types.Record():
            return join(value for _, value in of.fields)
        case _:
            return None


def item_type(of: types.Type) -> types.Type | None:
    """What one meets going through a value; None when one cannot (text is not gone through)."""
    match of:
        case types.List():
            return None if of.container == PAIRS else of.item
        case types.Dict() | types.Record():
            return types.Str()
        case _:
            return None
