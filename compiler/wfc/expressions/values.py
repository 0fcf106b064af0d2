"""Types constants and names. Reports unknown-name, lossy-type, possibly-none and unsupported-expression."""

import ast
import builtins
import json
from dataclasses import replace
from math import isfinite
from typing import Any, assert_never, cast, get_args

from wfc.diagnostics.catalogue import LOSSY_TYPE, UNKNOWN_NAME, UNSUPPORTED_EXPRESSION
from wfc.diagnostics.fix import rename
from wfc.expressions.environment import Env, did_you_mean, source
from wfc.expressions.kinds import join
from wfc.expressions.narrowing import path_of
from wfc.ir import expressions as ir
from wfc.ir.surface import ConstantValue, EnumClass, Meaning, ModelClass, StepName, Unusable
from wfc.ir.types import Bool, Choices, Float, List, Null, Optional, Record, Type
from wfc.source import Span

EXACT = 2**53
"""Integers are exact on every platform below this."""


def infer_constant(node: ast.Constant, env: Env) -> ir.Expr | None:
    """A literal."""
    value = node.value
    if isinstance(value, bytes | complex) or value is ...:
        env.report(UNSUPPORTED_EXPRESSION, f"`{source(node)}` has no form in JSON", node, "write text or a number")
        return None
    if isinstance(value, int | float) and not _is_exact(value):
        help = "write it as text, or make it an operation"
        env.report(LOSSY_TYPE, f"`{source(node)}` is not exact on every platform", node, help)
        return None
    return constant(value, env.span(node))


def _is_exact(value: float) -> bool:
    return abs(value) < EXACT if isinstance(value, int) else isfinite(value)


def constant(value: None | bool | float | str, span: Span) -> ir.Const:
    """A constant with the narrowest type, so that `"red"` fits where only "red" or "blue" may stand."""
    return ir.Const(value=value, type=_type_of(value), span=span)


def _type_of(value: None | bool | float | str) -> Type:
    match value:
        case None:
            return Null()
        case bool():
            return Bool()
        case float():
            return Float()
        case _:
            return Choices((value,))


def infer_name(node: ast.Name, env: Env) -> ir.Expr | None:
    """A comprehension's variable, a parameter, or a name of the spec."""
    if node.id in env.local:
        unique, of = env.local[node.id]
        return present(ir.Local(name=unique, type=of, span=env.span(node)), env)
    if node.id == "steps" and node.id in env.written.parameters:
        help = 'write `steps["id"].output`, or `steps.get("id")` and a test'
        env.report(UNSUPPORTED_EXPRESSION, "`steps` is not a value", node, help)
        return None
    if node.id in env.written.parameters:
        of_parameter = env.scope.names.get(node.id)
        if of_parameter is None:
            return None  # reported with the lambda's parameters
        return present(ir.Name(name=cast(ir.Root, node.id), type=of_parameter, span=env.span(node)), env)
    return _meant(node, env.meaning(node.id), env)


def present(expr: ir.Name | ir.Local | ir.Attribute | ir.Item | ir.MethodCall, env: Env) -> ir.Expr:
    """The expression, without "or None" where a test has shown that the value is there."""
    if isinstance(expr.type, Optional) and path_of(expr) in env.present:
        return replace(expr, type=expr.type.of)
    return expr


def _meant(node: ast.Name, meaning: Meaning | None, env: Env) -> ir.Expr | None:
    match meaning:
        case ConstantValue():
            return _inlined(json.loads(meaning.json), node, env)
        case ModelClass():
            env.report(UNSUPPORTED_EXPRESSION, f"the model `{node.id}` is not a value", node, f"write `{node.id}(...)`")
        case EnumClass():
            help = f"write one of its members, `{node.id}.{meaning.members[0][0]}`" if meaning.members else None
            env.report(UNSUPPORTED_EXPRESSION, f"the Enum `{node.id}` is not a value", node, help)
        case StepName():
            help = f"write `steps[{node.id}].output`"
            env.report(UNSUPPORTED_EXPRESSION, f"the step `{node.id}` is not a value", node, help)
        case Unusable():
            fix = None if meaning.exists else rename(env.span(node), node.id, [*env.local, *env.written.parameters])
            help = meaning.instead if fix is None else f"did you mean `{fix.text}`?"
            env.report(UNKNOWN_NAME, f"`{node.id}` is {meaning.what}", node, help, fix)
        case None:
            _unknown(node, env)
        case _:
            assert_never(meaning)
    return None


def _unknown(node: ast.Name, env: Env) -> None:
    parameter = node.id in env.scope.names or node.id == "steps"
    if hasattr(builtins, node.id) and not parameter:
        help = f"call one of {', '.join(f'`{name}`' for name in get_args(ir.Builtin))}"
        env.report(UNSUPPORTED_EXPRESSION, f"`{node.id}` cannot be used here", node, help)
        return
    known = [*env.local, *env.written.parameters, *(name for name, _ in env.written.names)]
    help = f"add `{node.id}` to the lambda's parameters" if parameter else did_you_mean(node.id, known)
    fix = None if parameter else rename(env.span(node), node.id, known)
    env.report(UNKNOWN_NAME, f"`{node.id}` is not known here", node, help, fix)


def _inlined(value: Any, node: ast.Name, env: Env) -> ir.Expr | None:
    """A constant of the spec, as if it had been written in the lambda."""
    span = env.span(node)
    match value:
        case list():
            items = [_inlined(item, node, env) for item in value]
            known = tuple(item for item in items if item is not None)
            of = List(join(item.type for item in known))
            return ir.ListDisplay(items=known, type=of, span=span) if len(known) == len(items) else None
        case dict():
            entries = {key: _inlined(item, node, env) for key, item in value.items()}
            return _record({key: item for key, item in entries.items() if item is not None}, span)
        case int() | float() if not _is_exact(value):
            env.report(LOSSY_TYPE, f"`{node.id}` holds {value!r}, which is not exact on every platform", node)
            return None
        case _:
            return constant(value, span)


def _record(entries: dict[str, ir.Expr], span: Span) -> ir.Expr:
    of = Record(tuple((key, value.type) for key, value in entries.items()))
    shown = tuple(ir.Entry(key=constant(key, span), value=value) for key, value in entries.items())
    return ir.DictDisplay(entries=shown, type=of, span=span)
