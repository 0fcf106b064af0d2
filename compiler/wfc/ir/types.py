"""Types of values as a workflow sees them: JSON values (semantics R3), with just enough of Python kept.

Decimal, datetime, UUID, bytes and the like are strings inside a workflow; `Str.format` remembers which, because
arithmetic on them is a compile error and because a target that holds the Python object must turn it into its JSON form.
"""

from dataclasses import dataclass
from typing import TypeAlias, final


@final
@dataclass(frozen=True, slots=True)
class Null:
    """`None`."""


@final
@dataclass(frozen=True, slots=True)
class Bool:
    """`True` or `False`; never a number here, although Python would have it so."""


@final
@dataclass(frozen=True, slots=True)
class Int:
    """An integer, exact below 2^53."""


@final
@dataclass(frozen=True, slots=True)
class Float:
    """A finite number that may have a fraction. An `Int` fits where a `Float` is asked for."""


@final
@dataclass(frozen=True, slots=True)
class Str:
    """Text. `format` is `""` for plain text, else what Python has there: decimal, datetime, date, time, timedelta,
    uuid, bytes, path, url.
    """

    format: str = ""


@final
@dataclass(frozen=True, slots=True)
class Choices:
    """One of a few constants: a `Literal`, or an `Enum` by its values. `enum` is `module:Class` of the Enum, else
    `""`.
    """

    values: tuple[str | int | bool | None, ...]
    enum: str = ""


@final
@dataclass(frozen=True, slots=True)
class List:
    """A list (or tuple, set, frozenset: all are lists in JSON; `container` keeps which)."""

    item: "Type"
    container: str = "list"


@final
@dataclass(frozen=True, slots=True)
class Dict:
    """An object with free keys and values of one type."""

    value: "Type"


@final
@dataclass(frozen=True, slots=True)
class Record:
    """An object whose keys are known one by one: a dict display in a lambda."""

    fields: tuple[tuple[str, "Type"], ...]


@final
@dataclass(frozen=True, slots=True)
class ModelRef:
    """An instance of a pydantic model, by its `module:QualName`; the fields stand in `Workflow.models`."""

    path: str


@final
@dataclass(frozen=True, slots=True)
class Optional:
    """A value or null. Never nested, and never around `Null` or `Any`."""

    of: "Type"


@final
@dataclass(frozen=True, slots=True)
class Union:
    """One of several types that are not merely a type and null. Only to be passed on or compared."""

    members: tuple["Type", ...]


@final
@dataclass(frozen=True, slots=True)
class Any:
    """Unknown JSON. May be passed on, indexed into another `Any`, compared with a constant and tested for null;
    nothing else.
    """


Type: TypeAlias = Null | Bool | Int | Float | Str | Choices | List | Dict | Record | ModelRef | Optional | Union | Any


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a model. `alias` is its key in JSON, `name` the attribute lambdas use."""

    name: str
    alias: str
    type: Type
    required: bool


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A pydantic model that crosses a boundary of the workflow.

    `path` is `module:QualName`; a model derived from a handler's keyword parameters has the path `operation-key()`
    and cannot be imported. `schema` is its JSON schema (validation mode, by alias) as canonical JSON text.
    """

    path: str
    fields: tuple[Field, ...]
    schema: str


def optional(of: Type) -> Type:
    """`of` or null, without nesting."""
    return of if isinstance(of, Optional | Null | Any) else Optional(of)
