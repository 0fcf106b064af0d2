"""A scenario: how every operation behaves in one run, and what must come of it. Read from YAML by `wfc.scenario.read`.

Standard library only: the runners inside the engines' environments import it. Durations are integer milliseconds.
"""

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, final

Json: TypeAlias = Any
Verdict: TypeAlias = Literal["approved", "rejected"]
"""What a human can say to an approval."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """How one attempt goes: it takes `takes`, then returns `output` or, when `error` is set, raises that type."""

    output: Json = None
    error: str | None = None
    message: str = ""
    takes: int = 0


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How an approval is decided, `after` its window has opened. `data` is the form as JSON, null without one."""

    decision: Verdict
    by: str | None = None
    comment: str | None = None
    data: Json = None
    after: int = 0


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event that arrives `after` the run has begun, for the `Receive` that waits for this name and correlation."""

    name: str
    correlate: str
    payload: Json = None
    after: int = 0


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """What must hold; a field that is None is not asked for, `Given` wraps values that may be null."""

    status: str | None = None
    calls: tuple[str, ...] | None = None
    inputs: dict[str, Json] | None = None
    output: "Given | None" = None
    error: dict[str, Json] | None = None
    sla_breaches: tuple[str, ...] | None = None
    compensation_failed: tuple[Json, ...] | None = None
    duration: int | None = None


@final
@dataclass(frozen=True, slots=True)
class Given:
    """A value that was written down, also when it is null."""

    value: Json


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One run of one workflow. `operations` maps an address or operation key to replies; the last repeats.

    `approvals` maps an address to its decision; an approval without one is never decided. `cancel` is when the run is
    asked to cancel, counted from its start.
    """

    name: str
    file: str
    workflow: str
    input: Json
    context: Json
    operations: dict[str, tuple[Reply, ...]]
    approvals: dict[str, Answer] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    cancel: int | None = None
    expect: Expect = field(default_factory=Expect)
