"""Where a run goes after a step, perhaps by conditions: to a step, `NEXT`, `SUCCEED`, `FAIL` or `Fail`."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias

from wfc.spec.generics import Ctx, In, Seen
from wfc.spec.record import Record, record

if TYPE_CHECKING:
    from wfc.spec.operation import ErrorType
    from wfc.spec.protocols import Condition, Message
    from wfc.spec.step import Node


class Direction(Enum):
    """The targets that are not steps."""

    NEXT = "NEXT"
    SUCCEED = "SUCCEED"
    FAIL = "FAIL"

    def __repr__(self) -> str:
        return self.name


NEXT: Final = Direction.NEXT
"""The step that follows in the list."""
SUCCEED: Final = Direction.SUCCEED
"""End the branch, body or run with success."""
FAIL: Final = Direction.FAIL
"""End it with the failure handled last."""


@record
class Fail(Record, Generic[In, Ctx]):
    """End the branch, body or run with a failure of this type. The message is a text or a lambda."""

    type: str
    message: str | Message[In, Ctx] = ""


@record
class When(Record, Generic[In, Ctx, Seen]):
    """Go to `target` if the condition holds and none before it did."""

    condition: Condition[In, Ctx, Seen]
    target: Target[In, Ctx]


@record
class Otherwise(Record, Generic[In, Ctx]):
    """Go to `target` if nothing before it applied."""

    target: Target[In, Ctx]


@record
class OnError(Record, Generic[In, Ctx]):
    """Go to `target` if the step failed with one of these types: exception classes, or names such as `"Timeout"`."""

    types: Sequence[ErrorType]
    target: Target[In, Ctx]


if TYPE_CHECKING:
    Target: TypeAlias = str | Node[Any, Any] | Direction | Fail[In, Ctx]
    OnSuccess: TypeAlias = Target[In, Ctx] | Sequence[When[In, Ctx, Seen] | Otherwise[In, Ctx]]
    OnFailure: TypeAlias = Target[In, Ctx] | Sequence[OnError[In, Ctx] | Otherwise[In, Ctx]]
