"""Types method calls on text, dicts and models.

Reports unsupported-expression, type-mismatch, unknown-field and possibly-none.
"""

import ast
from typing import cast

from wfc.diagnostics.catalogue import TYPE_MISMATCH, UNSUPPORTED_EXPRESSION
from wfc.expressions.access import report_possibly_none
from wfc.expressions.environment import Env, did_you_mean, source
from wfc.expressions.iterables import VIEWS, infer_iterable, item_type, value_type
from wfc.expressions.kinds import describe, is_text, join
from wfc.expressions.values import present
from wfc.ir import expressions as ir
from wfc.ir import types
from wfc.ir.types import optional

# Parameters and result of the methods of text; all take text.
TEXT_METHODS: dict[str, tuple[int, types.Type]] = {
    "lower": (0, types.Str()),
    "upper": (0, types.Str()),
    "strip": (0, types.Str()),
    "split": (1, types.List(types.Str())),
    "startswith": (1, types.Bool()),
    "endswith": (1, types.Bool()),
    "replace": (2, types.Str()),
}


def infer_method(node: ast.Call, func: ast.Attribute, env: Env) -> ir.Expr | None:
    """`base.method(...)`."""
    base = env.infer(func.value)
    if base is None:
        return None
    match base.type:
        case types.Optional():
            report_possibly_none(func.value, env)
            return None
        case types.ModelRef():
            return _dump(base, base.type, node, func, env)
        case types.Dict() | types.Record():
            return _dict_method(base, node, func, env)
        case of if is_text(of):
            return _text_method(base, node, func, env)
        case other:
            help = "make it an operation"
            message = f"`{func.attr}` of `{describe(other)}` cannot be called in a lambda"
            env.report(UNSUPPORTED_EXPRESSION, message, node, help)
            return None


def _dump(base: ir.Expr, of: types.ModelRef, node: ast.Call, func: ast.Attribute, env: Env) -> ir.Expr | None:
    """`x.model_dump(by_alias=True)` is what x is in JSON anyway."""
    fields = env.model(of.path).fields
    if func.attr != "model_dump":
        message = f"`{func.attr}` of the model `{describe(of)}` cannot be called in a lambda"
        env.report(UNSUPPORTED_EXPRESSION, message, node, "make it an operation")
        return None
    options = {keyword.arg: getattr(keyword.value, "value", None) for keyword in node.keywords}
    by_alias = options.pop("by_alias", False)
    if node.args or options not in ({}, {"mode": "json"}):
        help = "write `model_dump(by_alias=True)`"
        env.report(UNSUPPORTED_EXPRESSION, f"`{source(node)}` has options that are not used here", node, help)
        return None
    if by_alias is not True and any(field.name != field.alias for field in fields):
        message = f"`{describe(of)}` has aliases, and values travel by alias"
        env.report(TYPE_MISMATCH, message, node, "write `model_dump(by_alias=True)`")
        return None
    return base


def _arguments(node: ast.Call, least: int, most: int, shape: str, env: Env) -> tuple[ir.Expr, ...] | None:
    if node.keywords or not least <= len(node.args) <= most:
        message = f"`{source(node)}` has arguments that are not used here"
        env.report(UNSUPPORTED_EXPRESSION, message, node, f"call it as `{shape}`")
        return None
    typed = [env.infer(argument) for argument in node.args]
    known = tuple(argument for argument in typed if argument is not None)
    return known if len(known) == len(typed) else None


def _dict_method(base: ir.Expr, node: ast.Call, func: ast.Attribute, env: Env) -> ir.Expr | None:
    if func.attr in VIEWS:
        help = f"use a comprehension: `[... for x in {source(node)}]`"
        env.report(UNSUPPORTED_EXPRESSION, f"`{func.attr}()` is not a JSON value", node, help)
        return None
    if func.attr != "get":
        help = f'use `{source(func.value)}.get("key", default)`, or make it an operation'
        env.report(UNSUPPORTED_EXPRESSION, f"`{func.attr}` of a dict cannot be called in a lambda", node, help)
        return None
    args = _arguments(node, 1, 2, 'd.get("key", default)', env)
    if args is None or not _is_text_argument(args[0], node.args[0], env):
        return None
    value = _value(base.type, args[0])
    of = optional(value) if len(args) == 1 else join((value, args[1].type))
    return present(ir.MethodCall(method="get", base=base, args=args, type=of, span=env.span(node)), env)


def _value(of: types.Type, key: ir.Expr) -> types.Type:
    if isinstance(of, types.Record) and isinstance(key, ir.Const):
        return dict(of.fields).get(str(key.value), types.Null())
    return value_type(of) or types.Null()


def _is_text_argument(argument: ir.Expr, node: ast.expr, env: Env) -> bool:
    if is_text(argument.type):
        return True
    if isinstance(argument.type, types.Optional):
        report_possibly_none(node, env)
    else:
        env.report(TYPE_MISMATCH, f"text is needed, not `{describe(argument.type)}`", node)
    return False


def _text_method(base: ir.Expr, node: ast.Call, func: ast.Attribute, env: Env) -> ir.Expr | None:
    if func.attr == "join":
        return _join(base, node, env)
    if func.attr not in TEXT_METHODS:
        known = [*TEXT_METHODS, "join"]
        message = f"`{func.attr}` of text cannot be called in a lambda"
        env.report(UNSUPPORTED_EXPRESSION, message, node, did_you_mean(func.attr, known))
        return None
    count, of = TEXT_METHODS[func.attr]
    shape = f"text.{func.attr}({', '.join(['text'] * count)})"
    args = _arguments(node, count, count, shape, env)
    if args is None or not all(
        _is_text_argument(arg, written, env) for arg, written in zip(args, node.args, strict=True)
    ):
        return None
    if func.attr in {"split", "replace"} and not (isinstance(args[0], ir.Const) and args[0].value):
        help = "write it as text that is not empty"
        env.report(UNSUPPORTED_EXPRESSION, f"what `{func.attr}` looks for must be a constant", node.args[0], help)
        return None
    method = cast(ir.MethodName, func.attr)
    return ir.MethodCall(method=method, base=base, args=args, type=of, span=env.span(node))


def _join(base: ir.Expr, node: ast.Call, env: Env) -> ir.Expr | None:
    if len(node.args) != 1 or node.keywords:
        env.report(UNSUPPORTED_EXPRESSION, "`join` takes one list", node, 'call it as `", ".join(texts)`')
        return None
    items = infer_iterable(node.args[0], env)
    if items is None:
        return None
    item = item_type(items.type)
    if isinstance(items.type, types.Optional):
        report_possibly_none(node.args[0], env)
    elif item is None or (not is_text(item) and items.type != types.List(types.Union(()))):
        help = 'make the items text: `f"{x}" for x in ...`'
        env.report(TYPE_MISMATCH, f"`join` needs a list of text, not `{describe(items.type)}`", node.args[0], help)
    else:
        return ir.MethodCall(method="join", base=base, args=(items,), type=types.Str(), span=env.span(node))
    return None
