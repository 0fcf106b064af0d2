"""Frozen dataclasses that are made in less than half the time, and are as frozen as before.

`dataclass` gives a frozen class an `__init__` that sets each field through `object.__setattr__`, which looks its name
up again and again. Checking a large workflow makes a million of small values. A slot can be set directly, through its
descriptor.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any, TypeVar

T = TypeVar("T")


def quickly_made(cls: type[T]) -> type[T]:
    """Decorates a `@dataclass(frozen=True, slots=True)` class: same parameters, same values. Without `__post_init__`
    and fields with `init=False`.
    """
    made: Any = cls
    scope: dict[str, Any] = {"MISSING": MISSING}
    positional, by_keyword, body = ["self"], list[str](), list[str]()
    for one in fields(made):
        scope[f"set_{one.name}"] = getattr(made, one.name).__set__
        parameter = value = one.name
        if one.default_factory is not MISSING:
            scope[f"make_{one.name}"] = one.default_factory
            parameter, value = f"{one.name}=MISSING", f"make_{one.name}() if {one.name} is MISSING else {one.name}"
        elif one.default is not MISSING:
            scope[f"default_{one.name}"] = one.default
            parameter = f"{one.name}=default_{one.name}"
        (by_keyword if one.kw_only else positional).append(parameter)
        body.append(f"set_{one.name}(self, {value})")
    signature = ", ".join([*positional, *(["*", *by_keyword] if by_keyword else [])])
    exec(f"def __init__({signature}):\n {'; '.join(body) or 'pass'}", scope)
    init: Callable[..., None] = scope["__init__"]
    init.__qualname__, init.__annotations__ = f"{cls.__qualname__}.__init__", made.__init__.__annotations__
    made.__init__ = init
    return cls
