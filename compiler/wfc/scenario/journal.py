"""The journal: what a run did, in the words of the spec. Every executor of a workflow returns one; they must be equal.

Standard library only: the runners inside the engines' environments import it.
"""

from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias, final

Json: TypeAlias = Any
RUN_ID = "<run>"
"""What a run's own id is replaced by, in keys and values, so that journals of different platforms can be compared."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One attempt of an operation. `address` as in scenarios (`charge-payment`, `charge-payment:undo`, `:alert`).

    `attempt` counts from 1. `input` is the validated input in JSON (None for an operation without input), `key` the
    idempotency key with the run id as `<run>` ("" when the operation takes none). `error` is a type, None when the
    attempt succeeded; `output` is the validated output, None when it failed.
    """

    address: str
    attempt: int
    input: Json
    key: str
    output: Json
    error: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What a run failed with; `step` is None where the failure belongs to no step (R2)."""

    type: str
    message: str
    step: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class CompensationFailure:
    """A compensation that still failed after its last attempt; `step` is the forward step's address."""

    step: str
    type: str
    message: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """A finished run.

    `outcomes` says of every node that was reached whether it `succeeded` or `failed`: in an acyclic workflow that is
    every decision taken. `sla_breaches` are addresses, "" for the workflow, sorted. `duration` is in milliseconds of
    the run's own (perhaps virtual) time, None where the executor cannot keep time exactly; it is never compared.
    """

    status: Literal["succeeded", "failed", "cancelled"]
    output: Json
    error: Failure | None
    compensation_failed: tuple[CompensationFailure, ...]
    calls: tuple[Call, ...]
    outcomes: dict[str, str]
    sla_breaches: tuple[str, ...]
    duration: int | None = None


def to_json(journal: Journal) -> Json:
    """The journal as plain JSON values."""
    return asdict(journal)


def from_json(value: Json) -> Journal:
    """The inverse of `to_json`."""
    return Journal(
        status=value["status"],
        output=value["output"],
        error=Failure(**value["error"]) if value["error"] else None,
        compensation_failed=tuple(CompensationFailure(**failure) for failure in value["compensation_failed"]),
        calls=tuple(Call(**call) for call in value["calls"]),
        outcomes=dict(value["outcomes"]),
        sla_breaches=tuple(value["sla_breaches"]),
        duration=value["duration"],
    )


def hide_run_id(value: Json, run_id: str) -> Json:
    """A JSON value in which every text has `<run>` where it had the run id."""
    match value:
        case str():
            return value.replace(run_id, RUN_ID)
        case list() | tuple():
            return [hide_run_id(item, run_id) for item in value]
        case dict():
            return {hide_run_id(key, run_id): hide_run_id(item, run_id) for key, item in value.items()}
        case _:
            return value


def steady_alert(given: Json, max_duration: str) -> Json:
    """The input of an alert without what differs from run to run; `max_duration` (ISO 8601) as the spec has it."""
    if not isinstance(given, dict):
        return given
    steady = {"started_at": "<time>", "max_duration": max_duration}
    return {name: steady.get(name, value) for name, value in given.items()}


def same_json(one: Json, two: Json) -> bool:
    """Equal as JSON: `1` is `1.0`, but `true` is not `1`."""
    match one, two:
        case (list() | tuple(), list() | tuple()):
            return len(one) == len(two) and all(map(same_json, one, two))
        case dict(), dict():
            return one.keys() == two.keys() and all(same_json(value, two[key]) for key, value in one.items())
        case _:
            return isinstance(one, bool) == isinstance(two, bool) and bool(one == two)
