"""What keeps `==` from meaning the same on every platform."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from wfc.expressions.kinds import CANONICAL, widen
from wfc.ir.types import (
    Any,
    Bool,
    Choices,
    Dict,
    Float,
    Int,
    List,
    Model,
    ModelRef,
    Null,
    Optional,
    Record,
    Str,
    Type,
    Union,
)


def equality_obstacle(left: Type, right: Type, models: Mapping[str, Model]) -> str | None:
    """Why the two cannot be compared for equality, None when they can."""
    if isinstance(left, Any) or isinstance(right, Any):
        texts_only = all(isinstance(of, Any) or _members(of) <= {Str, Null} for of in (left, right))
        return None if texts_only and left != right else "unknown JSON can be compared with text and None only"
    inside = _inside(left, models, frozenset()) or _inside(right, models, frozenset())
    if inside is not None:
        return inside
    if any(Bool in _members(a) and {Int, Float} & _members(b) for a, b in ((left, right), (right, left))):
        both = len(_members(left)) > 1 or len(_members(right)) > 1
        return "in Python True is 1, elsewhere it is not" if both else None
    return None


def _members(of: Type) -> set[type]:
    """The kinds of value that a type without structure can have."""
    wide = widen(of)
    match wide:
        case Optional():
            return _members(wide.of) | {Null}
        case Union():
            return {kind for member in wide.members for kind in _members(member)}
        case _:
            return {type(wide)}


def _inside(of: Type, models: Mapping[str, Model], seen: frozenset[str]) -> str | None:
    """An obstacle anywhere in the structure of a type."""
    match of:
        case Str():
            lossy = of.format not in CANONICAL
            return f"one {of.format} can be written as text in several ways" if lossy else None
        case Any():
            return "it holds unknown JSON"
        case List():
            unordered = of.container not in {"list", "tuple", "view"}
            return "a set has no order" if unordered else _inside(of.item, models, seen)
        case Dict():
            return _inside(of.value, models, seen)
        case Optional():
            return _inside(of.of, models, seen)
        case Union():
            return _first(of.members, models, seen)
        case Record():
            return _first([value for _, value in of.fields], models, seen)
        case ModelRef():
            if of.path in seen:
                return None
            return _first([field.type for field in models[of.path].fields], models, seen | {of.path})
        case Null() | Bool() | Int() | Float() | Choices():
            return None
        case _:
            assert_never(of)


def _first(types: Sequence[Type], models: Mapping[str, Model], seen: frozenset[str]) -> str | None:
    return next((why for one in types if (why := _inside(one, models, seen)) is not None), None)
