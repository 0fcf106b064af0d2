"""What surface and core IR share: operations and policies, already plain data. Durations are integer milliseconds."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from wfc.ir.types import Type
from wfc.source import NOWHERE, Span

RESERVED_ERRORS = frozenset(
    "Timeout InvalidInput InvalidOutput ExpressionError TooLarge Crashed Deadline Cancelled Rejected PollTimeout "
    "AlreadyCompensated".split()
)
"""Error types the semantics give a meaning to (S2); an operation's own exception of such a name is `<module>.<name>`.
"""

Decision: TypeAlias = Literal["approved", "rejected", "timeout"]
"""What can become of an approval (T3)."""

NOT_ATTEMPTED = frozenset({"ExpressionError", "InvalidInput"})
"""A step that fails with one of these has made no attempt (S4), so nothing of it is to be undone."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorClass:
    """An exception an operation declares. `name` is the type it is reported as, `path` its `module:QualName`."""

    name: str
    path: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A keyword parameter of a handler. `annotation` is Python source (`int`, `Line | None`, `list[Line]`) whose names
    come from builtins or from `imports` (`module:Name`); `default` is JSON text, None when required."""

    name: str
    type: Type
    annotation: str
    imports: tuple[str, ...]
    default: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """The typed contract a step invokes.

    `argument` is the name of the one parameter that takes the input model, None when the handler takes keywords or
    nothing; `parameters` are the keywords (never the idempotency key). `input` is None for a handler without input,
    else a ModelRef: of the handler's own model, or of one derived from its keywords (path `<key>()`).
    `result_annotation` and `result_imports` are the return type as Python source, as in `Parameter`.
    """

    key: str
    version: str
    handler: str
    is_async: bool
    argument: str | None
    parameters: tuple[Parameter, ...]
    input: Type | None
    output: Type
    result_annotation: str
    result_imports: tuple[str, ...]
    takes_key: bool
    errors: tuple[ErrorClass, ...]
    effect: Literal["read", "write"]
    idempotent: Literal["natural", "key", "none"] | None
    irreversible: bool
    timeout: int | None
    description: str
    span: Span


Backoff: TypeAlias = Literal["exponential", "linear", "constant"]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """One retry policy (S3). `only` and `never` are error types, subclasses declared by the operation included."""

    max_attempts: int
    backoff: Backoff
    initial: int
    multiplier: float
    max_interval: int | None
    jitter: Literal["none", "full"]
    only: tuple[str, ...]
    never: tuple[str, ...]
    span: Span


THREE_ATTEMPTS = Retry(
    max_attempts=3,
    backoff="exponential",
    initial=1000,
    multiplier=2.0,
    max_interval=None,
    jitter="none",
    only=(),
    never=(),
    span=NOWHERE,
)
"""The retry of alerts (T1), and of compensations that do not say otherwise (C3)."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate:
    """Call `operation` when a step or run still goes on `after` milliseconds from its start (T1)."""

    after: int
    operation: str
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Sla:
    """A promise about duration (T1). `alert` is the key of an operation, None for the target's own alarm channel.

    `in_flight`: the alert goes out while the step or run is still running; `escalate`, by rising `after`, needs it.
    """

    max_duration: int
    alert_on_breach: bool
    alert: str | None
    in_flight: bool
    escalate: tuple[Escalate, ...]
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Cron:
    """A schedule (V1, V2). `input` and `context` are canonical JSON text."""

    expression: str
    timezone: str
    input: str
    context: str
    catchup: bool
    overlap: Literal["allow", "skip", "queue"]
    overlap_written: bool
    dst: str | None
    span: Span
