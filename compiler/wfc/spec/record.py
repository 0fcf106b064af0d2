"""What every word of the spec language shares: it is a frozen record of what the author wrote and of where.

Nothing is judged here: a value is kept as it was given (lists become tuples), and a later stage turns records into IR
with diagnostics. Only a call that does not fit the signature is Python's to report, so that message is made helpful.
"""

from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from difflib import get_close_matches
from inspect import currentframe
from typing import NoReturn, TypeVar, dataclass_transform

from wfc.spec.call_site import CallSite, call_site


@dataclass(frozen=True, slots=True)
class Record:
    """The base of all records. Two are equal when the same was written, wherever that was."""

    _at: CallSite = field(init=False, repr=False, compare=False)

    @property
    def written_at(self) -> CallSite:
        """The call that made this record."""
        return self._at


R = TypeVar("R", bound=Record)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[R]) -> type[R]:
    """Make a word of the language of a class body: a frozen, slotted dataclass that knows where it was called."""
    made = dataclass(frozen=True, slots=True)(cls)
    assign = made.__init__

    def __init__(self: R, *args: object, **kwargs: object) -> None:  # noqa: N807 - this is the real one
        try:
            assign(self, *map(kept, args), **{name: kept(value) for name, value in kwargs.items()})
        except TypeError as problem:
            raise _misfit(made, args, kwargs) or TypeError(str(problem)) from None
        here = currentframe()
        object.__setattr__(self, "_at", call_site(here and here.f_back))

    type.__setattr__(made, "__init__", __init__)
    # The dataclass's own guard breaks in slotted classes (it says `TypeError: super(type, obj)` for unknown names).
    type.__setattr__(made, "__setattr__", _refuse)
    type.__setattr__(made, "__delattr__", _refuse)
    return made


def kept(value: object) -> object:
    """The value as a record holds it."""
    return tuple(value) if isinstance(value, list) else value


def _refuse(self: Record, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"a {type(self).__name__} cannot be changed: make another instead of setting {name!r}")


class UnknownParameter(TypeError):
    """A word was given an argument that it does not have; `known` are those it has."""

    def __init__(self, message: str, unknown: str, known: tuple[str, ...]) -> None:
        super().__init__(message)
        self.unknown = unknown
        self.known = known


def _misfit(cls: type[Record], args: tuple[object, ...], kwargs: dict[str, object]) -> TypeError | None:
    """Why `cls(*args, **kwargs)` does not fit the signature, and what would."""
    call = f"{cls.__name__}()"
    parameters = [parameter for parameter in fields(cls) if parameter.init]
    names = [parameter.name for parameter in parameters]
    unknown = [name for name in kwargs if name not in names]
    if unknown:
        close = get_close_matches(unknown[0], names, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"it has {', '.join(names)}"
        message = f"{call} has no parameter {unknown[0]!r}: {hint}"
        return UnknownParameter(message, unknown[0], tuple(name for name in names if name not in kwargs))
    placed = [parameter.name for parameter in parameters if not parameter.kw_only]
    if len(args) > len(placed):
        named = next((name for name in names if name not in (*placed, *kwargs)), names[-1])
        return TypeError(f"{call} takes {_unnamed(placed)}: name the others, as in {cls.__name__}({named}=...)")
    needed = [one.name for one in parameters if one.default is MISSING and one.default_factory is MISSING]
    missing = [name for name in needed if name not in (*placed[: len(args)], *kwargs)]
    return TypeError(f"{call} needs {' and '.join(map(repr, missing))}") if missing else None


def _unnamed(placed: list[str]) -> str:
    return f"only {' and '.join(map(repr, placed))} without a name" if placed else "no value without a name"
