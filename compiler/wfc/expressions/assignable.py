"""Does a value that an expression yields fit where it is to go: an operation's input, the workflow's output?"""

from collections.abc import Iterable, Mapping
from typing import assert_never

from wfc.expressions.environment import did_you_mean
from wfc.expressions.kinds import NEVER, describe, widen
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


def assignable(source: Type, target: Type, models: Mapping[str, Model]) -> str | None:
    """None when every value of `source` is accepted as `target`, else the reason, which names the place inside.

    An unknown value (Any) is accepted everywhere: it is validated at run time.
    """
    if source == target or source == NEVER or isinstance(source, Any) or isinstance(target, Any):
        return None
    match source:
        case Optional():
            if not _takes_none(target):
                return f"it may be None, and `{describe(target)}` is needed"
            return assignable(source.of, target, models)
        case Union():
            return _first(assignable(member, target, models) for member in source.members)
        case Null() | Bool() | Int() | Float() | Str() | Choices() | List() | Dict() | Record() | ModelRef():
            return _one_into(source, target, models)
        case _:
            assert_never(source)


def _takes_none(target: Type) -> bool:
    members = target.members if isinstance(target, Union) else (target,)
    return any(
        isinstance(member, Optional | Null) or (isinstance(member, Choices) and None in member.values)
        for member in members
    )


def _one_into(source: Type, target: Type, models: Mapping[str, Model]) -> str | None:
    """A source that is neither optional nor a union."""
    match target:
        case Optional():
            return None if isinstance(source, Null) else assignable(source, target.of, models)
        case Union():
            reasons = [assignable(source, member, models) for member in target.members]
            return None if None in reasons else _mismatch(source, target)
        case Choices():
            return _into_choices(source, target)
        case Float():
            return None if isinstance(widen(source), Int | Float) else _mismatch(source, target)
        case Str() if target.format:
            # A constant or a computed text may or may not be a date: validated at run time.
            return None if widen(source) in (Str(), target) else _mismatch(source, target)
        case Str():
            return None if isinstance(widen(source), Str) else _mismatch(source, target)
        case Null() | Bool() | Int() | Any():
            return None if widen(source) == target else _mismatch(source, target)
        case List():
            return _into_list(source, target, models)
        case Dict():
            return _into_dict(source, target, models)
        case Record() | ModelRef():
            return _into_object(source, target, models)
        case _:
            assert_never(target)


def _mismatch(source: Type, target: Type) -> str:
    return f"it is `{describe(source)}`, and `{describe(target)}` is needed"


def _into_choices(source: Type, target: Choices) -> str | None:
    if not isinstance(source, Choices):
        return _mismatch(source, target)
    known = {(type(value), value) for value in target.values}
    return None if {(type(value), value) for value in source.values} <= known else _mismatch(source, target)


def _into_list(source: Type, target: List, models: Mapping[str, Model]) -> str | None:
    if not isinstance(source, List):
        return _mismatch(source, target)
    return _inside("an item", assignable(source.item, target.item, models))


def _into_dict(source: Type, target: Dict, models: Mapping[str, Model]) -> str | None:
    match source:
        case Dict():
            return _inside("a value", assignable(source.value, target.value, models))
        case Record() | ModelRef():
            fields = _fields(source, models)
            return _first(_inside(f"`{key}`", assignable(of, target.value, models)) for key, (of, _) in fields.items())
        case _:
            return _mismatch(source, target)


def _into_object(source: Type, target: Record | ModelRef, models: Mapping[str, Model]) -> str | None:
    if isinstance(source, Dict):
        return None if isinstance(target, ModelRef) else _mismatch(source, target)
    if not isinstance(source, Record | ModelRef):
        return _mismatch(source, target)
    given, wanted = _fields(source, models), _fields(target, models)
    return _first(_field_reason(key, given, wanted, models) for key in dict.fromkeys((*wanted, *given)))


_Fields = dict[str, tuple[Type, bool]]


def _field_reason(key: str, given: _Fields, wanted: _Fields, models: Mapping[str, Model]) -> str | None:
    if key not in wanted:
        return f"it has no field `{key}`; {did_you_mean(key, list(wanted))}"
    if key not in given:
        return f"`{key}` is missing" if wanted[key][1] else None
    return _inside(f"`{key}`", assignable(given[key][0], wanted[key][0], models))


def _fields(of: Record | ModelRef, models: Mapping[str, Model]) -> _Fields:
    """Type of each key in JSON, and whether it must be given."""
    if isinstance(of, Record):
        return {key: (one, True) for key, one in of.fields}
    return {field.alias: (field.type, field.required) for field in models[of.path].fields}


def _inside(where: str, reason: str | None) -> str | None:
    return None if reason is None else f"{where}: {reason}"


def _first(reasons: Iterable[str | None]) -> str | None:
    return next((reason for reason in reasons if reason is not None), None)
