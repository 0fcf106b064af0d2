"""What the printer must know of a type: JSONata flattens lists, drops nothing else."""

from wfc.ir import types


def may_be_list(of: types.Type) -> bool:
    """Can the value be a list?"""
    match of:
        case types.List() | types.Any():
            return True
        case types.Optional():
            return may_be_list(of.of)
        case types.Union():
            return any(may_be_list(member) for member in of.members)
        case _:
            return False


def is_list(of: types.Type) -> bool:
    """Is the value certainly a list?"""
    return isinstance(of, types.List)


def may_be_null(of: types.Type) -> bool:
    """Can the value be null?"""
    match of:
        case types.Optional() | types.Null() | types.Any():
            return True
        case types.Union():
            return any(may_be_null(member) for member in of.members)
        case types.Choices():
            return None in of.values
        case _:
            return False


def is_text(of: types.Type) -> bool:
    return isinstance(of, types.Str) or (
        isinstance(of, types.Choices) and all(isinstance(value, str) for value in of.values)
    )


def is_int(of: types.Type) -> bool:
    if isinstance(of, types.Choices):
        return all(isinstance(value, int) and not isinstance(value, bool) for value in of.values)
    return isinstance(of, types.Int)


def is_number(of: types.Type) -> bool:
    return is_int(of) or isinstance(of, types.Float)


def is_bool(of: types.Type) -> bool:
    return isinstance(of, types.Bool) or (
        isinstance(of, types.Choices) and all(isinstance(value, bool) for value in of.values)
    )


def is_object(of: types.Type) -> bool:
    return isinstance(of, types.Dict | types.Record | types.ModelRef)
