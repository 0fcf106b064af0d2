"""`Operation`: the typed contract of a piece of the team's own code that a step invokes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias

from wfc.spec.generics import Out
from wfc.spec.record import Record, record

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from wfc.spec.policies import Duration

ErrorType: TypeAlias = type[BaseException] | str
Effect: TypeAlias = Literal["read", "write"]
Idempotent: TypeAlias = Literal["natural", "key", "none"]


@record
class Operation(Record, Generic[Out]):
    """`Out` is what the handler returns, awaited if it is async, or the model given as `output`."""

    key: str
    _: KW_ONLY
    version: str = "1.0.0"
    handler: Callable[..., Awaitable[Out]] | Callable[..., Out] | str
    input: type[Any] | None = None
    output: type[Out] | None = None
    errors: Sequence[ErrorType] = ()
    effect: Effect
    idempotent: Idempotent | None = None
    irreversible: bool = False
    timeout: Duration | None = None
    description: str = ""
