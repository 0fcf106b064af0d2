"""What the types of the core say about Python values: which are JSON already, and which are objects of the team's.

Written anew, not shared with the printers of expressions: what those get wrong must not seem right here.
"""

from wfc.ir import types
from wfc.ir.types import ModelRef, Type

_ODD_TRUTH = frozenset({"decimal", "timedelta", "path"})
"""Texts in JSON whose Python objects have another truth."""


def is_json(of: Type) -> bool:
    """Is the value in a model's field what stands in JSON?"""
    match of:
        case types.Str(format=format):
            return format == ""
        case types.Choices(enum=enum):
            return enum == ""
        case types.List(item=item, container=container):
            return container in {"list", "view", "pairs"} and is_json(item)
        case types.Dict(value=value):
            return is_json(value)
        case types.Optional(of=inner):
            return is_json(inner)
        case types.Union(members=members):
            return all(map(is_json, members))
        case types.Record(fields=fields):
            return all(is_json(one) for _, one in fields)
        case types.Null() | types.Bool() | types.Int() | types.Float():
            return True
        case types.ModelRef() | types.Any():
            return False


def has_same_truth(of: Type) -> bool:
    """Is the value in a model's field true whenever it is in JSON?"""
    match of:
        case types.Str(format=format):
            return format not in _ODD_TRUTH
        case types.Choices(enum=enum):
            return enum == ""
        case types.Optional(of=inner):
            return has_same_truth(inner)
        case types.Union(members=members):
            return all(map(has_same_truth, members))
        case _:
            return True


def may_be_null(of: Type) -> bool:
    """Is null one of the values?"""
    match of:
        case types.Null() | types.Optional() | types.Any():
            return True
        case types.Union(members=members):
            return any(map(may_be_null, members))
        case types.Choices(values=values):
            return None in values
        case _:
            return False


def class_of(of: Type | None) -> str:
    """What code that has imported it calls the team's class, `Any` where there is none."""
    match of:
        case ModelRef(path) if ":" in path:
            return path.partition(":")[2]
        case _:
            return "Any"
