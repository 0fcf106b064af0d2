"""What is wrong with an argument of a spec, in words, for the checks of shapes and arguments."""

import textwrap
from dataclasses import dataclass
from typing import final

from wfc.frontend.lambdas import describe
from wfc.frontend.shapes import Shape


@final
@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with an argument, and what to do."""

    argument: str
    message: str
    help: str


def mistake_of(value: object, shape: Shape) -> str:
    """How a value misses a shape; completes "it cannot ..."."""
    if isinstance(value, tuple) and shape.item is not None and not all(map(shape.item, value)):
        return f"hold {_shown(next(one for one in value if not shape.item(one)))}"
    return f"be {_shown(value)}"


def _shown(value: object) -> str:
    if isinstance(value, tuple | list):
        return "a list"
    return textwrap.shorten(repr(value), 40) if isinstance(value, str | int | float | None) else describe(value)
