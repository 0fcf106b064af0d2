"""Putting other expressions in the place of parts of one."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, cast, get_args

from wfc.ir import expressions as ir


def mapped(expr: ir.Expr, change: Callable[[ir.Expr], ir.Expr | None]) -> ir.Expr:
    """The expression with what `change` replaces replaced, outermost first."""
    changed = change(expr)
    return cast(ir.Expr, _inside(expr, change)) if changed is None else changed


def _inside(part: Any, change: Callable[[ir.Expr], ir.Expr | None]) -> Any:
    made: dict[str, Any] = {}
    for one in fields(part):
        value = getattr(part, one.name)
        if isinstance(value, tuple) and one.name != "targets":
            made[one.name] = tuple(_part(inner, change) for inner in value)
        elif isinstance(value, _EXPRESSIONS):
            made[one.name] = mapped(cast(ir.Expr, value), change)
    return replace(part, **made) if made else part


def _part(value: Any, change: Callable[[ir.Expr], ir.Expr | None]) -> Any:
    if isinstance(value, _EXPRESSIONS):
        return mapped(cast(ir.Expr, value), change)
    return _inside(value, change) if isinstance(value, ir.Entry | ir.FormatPart) else value


_EXPRESSIONS = get_args(ir.Expr)
