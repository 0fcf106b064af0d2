"""In which form an expression's value is in generated Python: plain JSON, or an object of a pydantic model."""

from collections.abc import Callable
from typing import Literal, TypeAlias

from wfc.ir import expressions as ir
from wfc.ir import types

Form: TypeAlias = Literal["json", "object"]


def form_of(expr: ir.Expr, root: Callable[[ir.Name | ir.Local | ir.StepOutput], Form]) -> Form:
    """The form of the value; `root` tells it for names. Whatever is computed is JSON."""
    match expr:
        case ir.Name() | ir.Local() | ir.StepOutput():
            return root(expr)
        case ir.Attribute() | ir.Item():
            return form_of(expr.base, root)
        case ir.MethodCall(method="values" | "items"):
            return form_of(expr.base, root)
        case ir.MethodCall(method="get") if len(expr.args) == 1:
            return form_of(expr.base, root)
        case _:
            return "json"


def is_plain(of: types.Type) -> bool:
    """Is the Python object in a model's field the same as its JSON value?"""
    match of:
        case types.Str():
            return of.format == ""
        case types.Choices():
            return of.enum == ""
        case types.List():
            return of.container in {"list", "view", "pairs"} and is_plain(of.item)
        case types.Dict():
            return is_plain(of.value)
        case types.Optional():
            return is_plain(of.of)
        case types.Union():
            return all(is_plain(member) for member in of.members)
        case types.Record():
            return all(is_plain(member) for _, member in of.fields)
        case types.ModelRef() | types.Any():
            return False
        case _:
            return True


# The Python objects behind these strings can be falsy where the text is not, or the other way round.
_TRUTH_DIFFERS = {"decimal", "timedelta", "path"}


def is_true_alike(of: types.Type) -> bool:
    """Has the Python object the same truth as its JSON value, so that a test need not convert it?"""
    match of:
        case types.Str():
            return of.format not in _TRUTH_DIFFERS
        case types.Choices():
            return of.enum == ""
        case types.Optional():
            return is_true_alike(of.of)
        case types.Union():
            return all(is_true_alike(member) for member in of.members)
        case _:
            return True
