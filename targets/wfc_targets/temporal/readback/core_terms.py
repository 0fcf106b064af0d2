"""Expressions of the core as terms: what must be JSON, where only truth counts, and what is an object of the team's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never, final

from wfc.ir import expressions as ir
from wfc_targets.temporal.readback.forms import has_same_truth, is_json
from wfc_targets.temporal.readback.terms import (
    Term,
    constant,
    format_parts,
    joined,
    minus,
    negated,
    null_test,
    succeeded,
)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where an expression stands. `roots`: what names mean there, and whether as an object. `is_told`: nodes whose
    output is there exactly when they have succeeded.
    """

    roots: Mapping[str, tuple[Term, bool]]
    is_told: Callable[[str], bool]
    local: Mapping[str, tuple[Term, bool]] = field(default_factory=dict)


def term_of(expr: ir.Expr, spot: Spot) -> Term:
    """The value, as JSON."""
    raw = _raw(expr, spot)
    if not is_object(expr, spot) or is_json(expr.type):
        return raw
    is_view = isinstance(expr, ir.MethodCall) and expr.method == "values"
    return ("json", ("call", "list", (raw,), False) if is_view else raw)


def test_of(expr: ir.Expr, spot: Spot) -> Term:
    """The value where only its truth counts."""
    match expr:
        case ir.Not():
            return negated(test_of(expr.operand, spot))
        case ir.Logical():
            return joined(expr.op, (test_of(expr.left, spot), test_of(expr.right, spot)))
        case _:
            return _raw(expr, spot) if has_same_truth(expr.type) else term_of(expr, spot)


def is_object(expr: ir.Expr, spot: Spot) -> bool:
    """Does it lead into an object of the team's?"""
    match expr:
        case ir.Name():
            return spot.roots[expr.name][1]
        case ir.Local():
            return spot.local[expr.name][1]
        case ir.StepOutput():
            return True
        case ir.Attribute() | ir.Item():
            return is_object(expr.base, spot)
        case ir.MethodCall(method="values" | "items"):
            return is_object(expr.base, spot)
        case ir.MethodCall(method="get", args=(_,)):
            return is_object(expr.base, spot)
        case _:
            return False


def _raw(expr: ir.Expr, spot: Spot) -> Term:
    match expr:
        case ir.Const():
            return constant(expr.value)
        case ir.Name():
            return spot.roots[expr.name][0]
        case ir.Local():
            return spot.local[expr.name][0]
        case ir.StepOutput():
            return ("out", expr.step)
        case ir.StepDone():
            return succeeded(expr.step)
        case ir.Attribute():
            base = _raw(expr.base, spot)
            return ("attr", base, expr.name) if is_object(expr.base, spot) else ("item", base, constant(expr.alias))
        case ir.Item():
            return ("item", _raw(expr.base, spot), term_of(expr.index, spot))
        case ir.ListDisplay():
            return ("list", *(term_of(item, spot) for item in expr.items))
        case ir.DictDisplay():
            return ("dict", *((one.key and term_of(one.key, spot), term_of(one.value, spot)) for one in expr.entries))
        case ir.FString():
            parts = [one if isinstance(one, str) else (term_of(one.value, spot), one.spec) for one in expr.parts]
            return format_parts(parts)
        case ir.BuiltinCall():
            return ("call", expr.function, tuple(_arguments(expr, spot)), expr.reverse)
        case ir.MethodCall():
            return _method(expr, spot)
        case ir.Comprehension():
            return _comprehension(expr, spot)
        case _:
            return _operation(expr, spot)


def _operation(
    expr: ir.Negate | ir.Not | ir.Binary | ir.Logical | ir.Compare | ir.IsNone | ir.Conditional, spot: Spot
) -> Term:
    match expr:
        case ir.Negate():
            return minus(term_of(expr.operand, spot))
        case ir.Not():
            return negated(test_of(expr.operand, spot))
        case ir.IsNone():
            return null_test(_raw(expr.operand, spot), expr.negated, spot.is_told)
        case ir.Conditional():
            return ("if", test_of(expr.test, spot), term_of(expr.then, spot), term_of(expr.orelse, spot))
        case ir.Logical():
            return joined(expr.op, (term_of(expr.left, spot), term_of(expr.right, spot)))
        case ir.Binary() | ir.Compare():
            return (expr.op, term_of(expr.left, spot), term_of(expr.right, spot))
        case _:
            assert_never(expr)


def _arguments(expr: ir.BuiltinCall, spot: Spot) -> list[Term]:
    match expr.function, expr.args:
        case "len", (one,):
            return [_raw(one, spot)]
        case "bool", (one,):
            return [test_of(one, spot)]
        case _:
            return [term_of(one, spot) for one in expr.args]


def _method(expr: ir.MethodCall, spot: Spot) -> Term:
    stays = expr.method == "keys" or is_object(expr, spot) == is_object(expr.base, spot)
    base = _raw(expr.base, spot) if stays else term_of(expr.base, spot)
    return ("method", base, expr.method, *(term_of(one, spot) for one in expr.args))


def _comprehension(expr: ir.Comprehension, spot: Spot) -> Term:
    of_object = is_object(expr.iterable, spot)
    forms = (False, of_object) if len(expr.targets) == 2 else (of_object,)
    depth = len(spot.local)
    new = {name: (("local", depth + at), form) for at, (name, form) in enumerate(zip(expr.targets, forms, strict=True))}
    inside = replace(spot, local={**spot.local, **new})
    return (
        "each",
        expr.key and term_of(expr.key, inside),
        term_of(expr.element, inside),
        len(expr.targets),
        _raw(expr.iterable, spot),
        *(test_of(condition, inside) for condition in expr.conditions),
    )
