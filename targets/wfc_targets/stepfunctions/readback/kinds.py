"""What the type of a value says about its JSON."""

from wfc.ir import types
from wfc.ir.types import Type


def holds_list(of: Type) -> bool:
    """Can the value be a list?"""
    return any(isinstance(one, types.List | types.Any) for one in _alternatives(of))


def holds_object(of: Type) -> bool:
    """Can the value be an object?"""
    return any(is_object(one) for one in _alternatives(of))


def holds_null(of: Type) -> bool:
    """Can the value be null?"""
    if isinstance(of, types.Optional):
        return True
    return any(
        isinstance(one, types.Null | types.Any) or (isinstance(one, types.Choices) and None in one.values)
        for one in _alternatives(of)
    )


def is_list(of: Type) -> bool:
    """Is it certainly a list?"""
    return isinstance(of, types.List)


def is_object(of: Type) -> bool:
    """Is it certainly an object?"""
    return isinstance(of, types.Dict | types.Record | types.ModelRef)


def is_text(of: Type) -> bool:
    """Is it certainly text?"""
    return isinstance(of, types.Str) or _all_are(of, str)


def is_bool(of: Type) -> bool:
    """Is it certainly true or false?"""
    return isinstance(of, types.Bool) or _all_are(of, bool)


def is_int(of: Type) -> bool:
    """Is it certainly a whole number?"""
    return isinstance(of, types.Int) or (_all_are(of, int) and not _all_are(of, bool))


def is_number(of: Type) -> bool:
    """Is it certainly a number?"""
    return isinstance(of, types.Float) or is_int(of)


def item_of(of: Type) -> Type:
    """What one goes through in a list, or in the keys of an object."""
    return of.item if isinstance(of, types.List) else types.Str()


def _all_are(of: Type, kind: type) -> bool:
    return isinstance(of, types.Choices) and all(isinstance(value, kind) for value in of.values)


def _alternatives(of: Type) -> tuple[Type, ...]:
    match of:
        case types.Optional():
            return _alternatives(of.of)
        case types.Union():
            return tuple(one for member in of.members for one in _alternatives(member))
        case _:
            return (of,)
