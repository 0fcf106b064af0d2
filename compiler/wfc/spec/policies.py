"""What is said of a step or a workflow besides its order: retry, undo, polling, defaults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias

from wfc.spec.generics import Ctx, In, Seen
from wfc.spec.record import Record, record

if TYPE_CHECKING:
    from wfc.spec.operation import ErrorType, Operation
    from wfc.spec.protocols import UndoInputs, Until
    from wfc.spec.transitions import OnFailure

Duration: TypeAlias = str | timedelta


@record
class Retry(Record):
    """Another attempt after a failure. `max_attempts` counts the first attempt; `never` wins over `only`."""

    max_attempts: int
    backoff: Literal["exponential", "linear", "constant"] = "exponential"
    initial: Duration = "1s"
    multiplier: float = 2.0
    max_interval: Duration | None = None
    jitter: Literal["none", "full"] = "none"
    only: Sequence[ErrorType] = ()
    never: Sequence[ErrorType] = ()


@record
class Compensation(Record, Generic[In, Ctx, Seen]):
    """How to undo a step when the run fails later. Without a `retry`: 3 attempts, exponential from 1 s."""

    operation: Operation[Any]
    inputs: UndoInputs[In, Ctx, Seen] | None = None
    retry: Retry | Sequence[Retry] | None = None
    timeout: Duration | None = None
    when: Literal["completed", "attempted"] = "completed"


@record
class Poll(Record, Generic[In, Ctx, Seen]):
    """Repeat a successful operation, `every` after its end, until a condition over its `output` holds.

    A poll that would not begin before `timeout`, or would be one more than `max_polls`, is not made: the step fails
    with `PollTimeout`. The step's `retry` and `timeout` hold for each poll on its own.
    """

    until: Until[In, Ctx, Seen]
    every: Duration = "10s"
    timeout: Duration = "1h"
    max_polls: int | None = None


@record
class Defaults(Record, Generic[In, Ctx]):
    """What holds for every step that says nothing itself."""

    _: KW_ONLY
    retry: Retry | Sequence[Retry] | None = None
    timeout: Duration | None = None
    on_failure: OnFailure[In, Ctx] | None = None
