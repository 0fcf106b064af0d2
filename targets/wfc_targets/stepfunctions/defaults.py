"""Fills in the defaults of the run's input where an expression reads them (R1), for machines that do not validate it
first.

Only input and context can lack a field: outputs of operations were dumped with all of theirs. What is handed on as a
whole is completed by the operation that is given it.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from wfc.ir import expressions as ir
from wfc.ir.parts import walk
from wfc.ir.types import Any as AnyType
from wfc.ir.types import Field, Model, ModelRef, Optional, Str, Type
from wfc.source import Span

UNCHECKED = frozenset({"input", "ctx"})


def with_defaults(expr: ir.Expr, models: Mapping[str, Model], unchecked: frozenset[str] = UNCHECKED) -> ir.Expr:
    """The expression in which `input.x` means the default of x where the input has none, and so for all that is
    `unchecked`."""
    filled: ir.Expr = _filled(expr, models, unchecked)
    return filled


def _filled(value: Any, models: Mapping[str, Model], loose: frozenset[str]) -> Any:
    """A copy of an expression, or of anything inside one. `loose`: the names of unchecked values, comprehension
    variables among them."""
    if isinstance(value, tuple):
        return tuple(_filled(one, models, loose) for one in value)
    if not is_dataclass(value) or isinstance(value, type | Span | Type):
        return value
    if isinstance(value, ir.Comprehension) and _is_unchecked(value.iterable, loose):
        loose |= frozenset(value.targets)
    parts = {field.name: _filled(getattr(value, field.name), models, loose) for field in fields(value)}
    copy: Any = replace(value, **parts)
    if isinstance(copy, ir.Attribute) and _is_unchecked(copy.base, loose):
        return _with_default(copy, models)
    return copy


def _is_unchecked(expr: ir.Expr, loose: frozenset[str]) -> bool:
    return any(isinstance(part, ir.Name | ir.Local) and part.name in loose for part in walk(expr))


def _with_default(read: ir.Attribute, models: Mapping[str, Model]) -> ir.Expr:
    """`base.x` as `base.get("x", default)`, if the field has a default."""
    model = _model_of(read.base.type, models)
    field = next((one for one in model.fields if one.alias == read.alias), None) if model else None
    if model is None or field is None or field.required:
        return read
    key = ir.Const(value=read.alias, type=Str(), span=read.span)
    default = _constant(_default_of(model, field), field.type, read.span)
    return ir.MethodCall(method="get", base=read.base, args=(key, default), type=read.type, span=read.span)


def _model_of(of: Type, models: Mapping[str, Model]) -> Model | None:
    inner = of.of if isinstance(of, Optional) else of
    return models.get(inner.path) if isinstance(inner, ModelRef) else None


def _default_of(model: Model, field: Field) -> Any:
    return json.loads(model.schema)["properties"][field.alias].get("default")


def _constant(value: Any, of: Type, span: Span) -> ir.Expr:
    match value:
        case list():
            return ir.ListDisplay(items=tuple(_constant(one, AnyType(), span) for one in value), type=of, span=span)
        case dict():
            entries = tuple(_entry(key, one, span) for key, one in value.items())
            return ir.DictDisplay(entries=entries, type=of, span=span)
        case _:
            return ir.Const(value=value, type=of, span=span)


def _entry(key: str, value: Any, span: Span) -> ir.Entry:
    return ir.Entry(key=ir.Const(value=key, type=Str(), span=span), value=_constant(value, AnyType(), span))
