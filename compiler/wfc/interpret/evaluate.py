"""The value of a typed expression: CPython's own semantics on JSON values.

Called wherever the semantics evaluate a lambda. Whatever makes CPython raise, and a number that JSON cannot hold (R3),
is an `ExpressionFailed`; what that means for the run is for the caller to say (S4).
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import add, eq, floordiv, ge, gt, le, lt, mod, mul, ne, sub, truediv
from typing import TypeAlias, assert_never, final

from wfc.ir import expressions as ir
from wfc.scenario.journal import Json


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a lambda sees: its parameters, the outputs of the steps that have succeeded, and comprehension variables."""

    names: Mapping[str, Json]
    outputs: Mapping[str, Json]
    variables: Mapping[str, Json]


class ExpressionFailed(Exception):
    """The expression has no value; the message says why, for people."""


_BINARY: dict[ir.BinaryOp, Callable[[Json, Json], Json]] = {
    "+": add, "-": sub, "*": mul, "/": truediv, "//": floordiv, "%": mod, "**": pow,
}  # fmt: skip
_COMPARE: dict[ir.CompareOp, Callable[[Json, Json], bool]] = {
    "==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
    "in": lambda item, items: item in items, "not in": lambda item, items: item not in items,
}  # fmt: skip
_BUILTINS: dict[ir.Builtin, Callable[..., Json]] = {
    "len": len, "abs": abs, "min": min, "max": max, "sum": sum, "round": round, "sorted": sorted,
    "str": str, "int": int, "float": float, "bool": bool, "any": any, "all": all,
}  # fmt: skip
_METHODS: dict[ir.MethodName, Callable[..., Json]] = {
    "get": dict.get, "keys": list, "values": lambda of: list(of.values()), "items": lambda of: list(of.items()),
    "lower": str.lower, "upper": str.upper, "strip": str.strip, "split": str.split,
    "startswith": str.startswith, "endswith": str.endswith, "replace": str.replace, "join": str.join,
}  # fmt: skip


def evaluate(expr: ir.Expr, scope: Scope) -> Json:
    """The JSON value of `expr`, or `ExpressionFailed`."""
    try:
        return _exact(_value(expr, scope))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise ExpressionFailed(f"{type(error).__name__}: {error}") from error


def _exact(value: Json) -> Json:
    match value:
        case float() if not math.isfinite(value):
            raise ValueError(f"{value} is not a JSON number")
        case int() if abs(value) >= 2**53:
            raise ValueError(f"{value} is 2^53 or more")
        case list() | tuple():
            return [_exact(item) for item in value]
        case dict():
            return {key: _exact(item) for key, item in value.items()}
        case _:
            return value


def _value(expr: ir.Expr, scope: Scope) -> Json:
    match expr:
        case ir.Const():
            return expr.value
        case ir.Name():
            return scope.names[expr.name]
        case ir.Local():
            return scope.variables[expr.name]
        case ir.StepOutput():
            return scope.outputs[expr.step]
        case ir.StepDone():
            return expr.step in scope.outputs
        case ir.Attribute():
            return _value(expr.base, scope)[expr.alias]
        case ir.Item():
            return _value(expr.base, scope)[_value(expr.index, scope)]
        case ir.ListDisplay():
            return [_value(item, scope) for item in expr.items]
        case ir.DictDisplay():
            return _dict(expr, scope)
        case ir.Conditional():
            return _value(expr.then if _value(expr.test, scope) else expr.orelse, scope)
        case ir.FString():
            return "".join(_piece(part, scope) for part in expr.parts)
        case ir.Comprehension():
            return _comprehension(expr, scope)
        case _:
            return _operation(expr, scope)


_Operation: TypeAlias = (
    ir.Negate | ir.Not | ir.Binary | ir.Logical | ir.Compare | ir.IsNone | ir.BuiltinCall | ir.MethodCall
)


def _operation(expr: _Operation, scope: Scope) -> Json:
    match expr:
        case ir.Negate():
            return -_value(expr.operand, scope)
        case ir.Not():
            return not _value(expr.operand, scope)
        case ir.Binary():
            return _BINARY[expr.op](_value(expr.left, scope), _value(expr.right, scope))
        case ir.Logical():
            left = _value(expr.left, scope)
            return _value(expr.right, scope) if bool(left) == (expr.op == "and") else left
        case ir.Compare():
            return _COMPARE[expr.op](_value(expr.left, scope), _value(expr.right, scope))
        case ir.IsNone():
            return (_value(expr.operand, scope) is None) != expr.negated
        case ir.BuiltinCall(function="any" | "all", args=(ir.Comprehension() as generator,)):
            # What stands behind the element that decides is not computed.
            return _BUILTINS[expr.function](_value(generator.element, each) for each in _elements(generator, scope))
        case ir.BuiltinCall():
            options = {"reverse": True} if expr.reverse else {}
            return _BUILTINS[expr.function](*(_value(arg, scope) for arg in expr.args), **options)
        case ir.MethodCall():
            return _METHODS[expr.method](_value(expr.base, scope), *(_value(arg, scope) for arg in expr.args))
        case _:
            assert_never(expr)


def _dict(expr: ir.DictDisplay, scope: Scope) -> dict[str, Json]:
    made: dict[str, Json] = {}
    for entry in expr.entries:
        value = _value(entry.value, scope)
        made |= {**value} if entry.key is None else {_value(entry.key, scope): value}
    return made


def _piece(part: str | ir.FormatPart, scope: Scope) -> str:
    return part if isinstance(part, str) else format(_value(part.value, scope), part.spec)


def _comprehension(expr: ir.Comprehension, scope: Scope) -> Json:
    inner = list(_elements(expr, scope))
    if expr.key is None:
        return [_value(expr.element, each) for each in inner]
    return {_value(expr.key, each): _value(expr.element, each) for each in inner}


def _elements(expr: ir.Comprehension, scope: Scope) -> Iterator[Scope]:
    for item in _value(expr.iterable, scope):
        values = [item] if len(expr.targets) == 1 else item
        variables = {**scope.variables, **dict(zip(expr.targets, values, strict=True))}
        each = replace(scope, variables=variables)
        if all(_value(condition, each) for condition in expr.conditions):
            yield each
