"""Reasoning about types: what they are called, what two of them have in common, whether their values can be equal."""

from collections.abc import Iterable, Mapping
from typing import assert_never

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
    optional,
)

NEVER = Union(())
"""The type of no value: of the items of `[]`."""

NAMES: dict[type, str] = {Null: "None", Bool: "bool", Int: "int", Float: "float", Any: "Any"}


def describe(of: Type) -> str:
    """The type as a Python author would write it."""
    match of:
        case Null() | Bool() | Int() | Float() | Any():
            return NAMES[type(of)]
        case Str():
            return of.format or "str"
        case Choices():
            return of.enum.rpartition(":")[2] or " | ".join(repr(value).replace("'", '"') for value in of.values)
        case List():
            return f"{of.container}[{describe(of.item)}]" if of.item != NEVER else of.container
        case Dict():
            return f"dict[str, {describe(of.value)}]"
        case Record():
            return "{" + ", ".join(f'"{key}": {describe(value)}' for key, value in of.fields) + "}"
        case ModelRef():
            return of.path.rpartition(":")[2].removesuffix("()")
        case Optional():
            return f"{describe(of.of)} | None"
        case Union():
            return " | ".join(describe(member) for member in of.members) or "nothing"
        case _:
            assert_never(of)


def widen(of: Type) -> Type:
    """The type of any value of the kind, for a `Literal` or an Enum: `"a" | "b"` is text, `1 | 2` a number."""
    if not isinstance(of, Choices):
        return of
    kinds = {type(value) for value in of.values}
    for kind, wide in ((str, Str()), (int, Int()), (bool, Bool())):
        if kinds <= {kind}:
            return wide
    return Union(tuple(dict.fromkeys(widen(Choices((value,))) if value is not None else Null() for value in of.values)))


def is_number(of: Type) -> bool:
    return isinstance(widen(of), Int | Float)


def is_int(of: Type) -> bool:
    return isinstance(widen(of), Int)


def is_text(of: Type) -> bool:
    """Plain text, not a date or a decimal written as text."""
    return widen(of) == Str()


def is_bool(of: Type) -> bool:
    return isinstance(widen(of), Bool)


def is_scalar(of: Type) -> bool:
    """A number, text, truth value or None: what can be compared one with another without looking inside."""
    of = widen(of)
    if isinstance(of, Optional):
        return is_scalar(of.of)
    return isinstance(of, Null | Bool | Int | Float | Str)


def join(types: Iterable[Type]) -> Type:
    """The type of a value that is of one of these."""
    result: Type = NEVER
    for one in types:
        result = _join(result, one)
    return result


def _join(a: Type, b: Type) -> Type:
    if a == b or b == NEVER:
        return a
    if a == NEVER:
        return b
    match a, b:
        case (Any(), _) | (_, Any()):
            return Any()
        case (Null(), other) | (other, Null()):
            return optional(other)
        case (Optional(of), other) | (other, Optional(of)):
            return optional(_join(of, other.of if isinstance(other, Optional) else other))
        case Choices(), Choices():
            return Choices(tuple(dict.fromkeys((*a.values, *b.values))), a.enum if a.enum == b.enum else "")
        case List(), List() if a.container == b.container or NEVER in (a.item, b.item):
            return List(_join(a.item, b.item), b.container if a.item == NEVER else a.container)
        case Dict(), Dict():
            return Dict(_join(a.value, b.value))
        case Record(), Record() if [key for key, _ in a.fields] == [key for key, _ in b.fields]:
            return Record(tuple((key, _join(one, dict(b.fields)[key])) for key, one in a.fields))
    return _join_wide(widen(a), widen(b))


def _join_wide(a: Type, b: Type) -> Type:
    if a == b:
        return a
    if isinstance(a, Int | Float) and isinstance(b, Int | Float):
        return Float()
    members = (*(a.members if isinstance(a, Union) else (a,)), *(b.members if isinstance(b, Union) else (b,)))
    return Union(tuple(dict.fromkeys(members)))


# Two texts of one of these are the same value or not, as text; of a decimal or a datetime that is not so (1.0, 1.00).
CANONICAL = {"", "uuid", "date", "path", "url"}


def may_equal(a: Type, b: Type, models: Mapping[str, Model]) -> bool:
    """Is there a value that both types have? Numbers are equal across int and float; True is not 1."""
    match a, b:
        case (Any(), _) | (_, Any()):
            return True
        case (Union(members), other) | (other, Union(members)):
            return any(may_equal(member, other, models) for member in members)
        case (Optional(of), other) | (other, Optional(of)):
            return _holds_none(other) or may_equal(of, other.of if isinstance(other, Optional) else other, models)
        case Choices(), Choices():
            return any(type(one) is type(other) and one == other for one in a.values for other in b.values)
        case (Choices(), _) | (_, Choices()):
            return may_equal(widen(a), widen(b), models)
        case (Int() | Float(), Int() | Float()) | (Bool(), Bool()) | (Null(), Null()) | (Str(), Str()):
            return True
        case List(), List():
            return a.item == NEVER or b.item == NEVER or may_equal(a.item, b.item, models)
        case ((Dict() | Record() | ModelRef()), (Dict() | Record() | ModelRef())):
            return _objects_may_equal(a, b, models)
        case _:
            return False


def _holds_none(of: Type) -> bool:
    return isinstance(of, Optional | Null | Any) or (isinstance(of, Choices) and None in of.values)


def _objects_may_equal(a: Type, b: Type, models: Mapping[str, Model]) -> bool:
    if a == b:
        return True
    one, other = fields_of(a, models), fields_of(b, models)
    if one is None or other is None:
        return True
    return one.keys() == other.keys() and all(may_equal(one[key], other[key], models) for key in one)


def fields_of(of: Type, models: Mapping[str, Model]) -> dict[str, Type] | None:
    """Keys and types of a record or model, as in JSON; None for everything else."""
    match of:
        case Record():
            return dict(of.fields)
        case ModelRef():
            return {field.alias: field.type for field in models[of.path].fields}
        case _:
            return None
