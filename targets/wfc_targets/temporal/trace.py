"""A finished run as Temporal tells it, to the journal: the end from its history, the steps from its queries.

What a run has called has a history of its own; its journal goes into the caller's, behind the address of the call (C7).
"""

import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from wfc.scenario.journal import RUN_ID, Call, CompensationFailure, Failure, Journal, Json

Status = Literal["succeeded", "failed", "cancelled"]
_ENDS: dict[str, Status] = {
    "workflowExecutionCompletedEventAttributes": "succeeded",
    "workflowExecutionFailedEventAttributes": "failed",
    "workflowExecutionCanceledEventAttributes": "cancelled",
}
_SCHEDULED = "activityTaskScheduledEventAttributes"
_CLOSED = ("activityTaskTimedOutEventAttributes", "activityTaskFailedEventAttributes")
_ADDRESS = "wfc-address"
"""The header in which the engine's interceptor carries the address of an activity."""


def read_trace(told: Json) -> Journal:
    """`told` is what the runner sends: the `runs`, the one that was started first, and the `calls` of all.

    There is no duration: the server's clock skips delays but goes on between them.
    """
    runs = told["runs"]
    end = runs[0]["history"]["events"][-1]
    kind = next(kind for kind in _ENDS if kind in end)
    return Journal(
        status=_ENDS[kind],
        output=_without_ids(_payload(end[kind].get("result")), runs),
        error=_failure(_ENDS[kind], end[kind]),
        compensation_failed=tuple(failure for run in runs for failure in _compensation_failed(run)),
        calls=_calls(told["calls"], runs),
        outcomes={
            f"{run['called_as']}{step}": state
            for run in runs
            for step, state in run["steps"].items()
            if state != "running"
        },
        sla_breaches=tuple(sorted(f"{run['called_as']}{step}" for run in runs for step in run["sla_breaches"])),
    )


def _compensation_failed(run: Json) -> Iterator[CompensationFailure]:
    for failure in run["compensation_failed"]:
        yield CompensationFailure(**{**failure, "step": f"{run['called_as']}{failure['step']}"})


def _failure(status: Status, attributes: Json) -> Failure | None:
    match status:
        case "succeeded":
            return None
        case "cancelled":
            return Failure(type="Cancelled", message="", step=None)
        case "failed":
            failure = attributes["failure"]
            info = failure.get("applicationFailureInfo", {})
            details = _payload(info.get("details")) or {}
            return Failure(type=info.get("type", ""), message=failure.get("message", ""), step=details.get("step"))


def _calls(told: Json, runs: Json) -> tuple[Call, ...]:
    """The calls as the stubs have recorded them; the last one at an address may have been cut by the deadline."""
    calls = [Call(**_without_ids(call, runs)) for call in told]
    for cut in (address for run in runs for address in _cut(run["history"])):
        last = max(place for place, call in enumerate(calls) if call.address == cut)
        calls[last] = replace(calls[last], output=None, error="Deadline")
    return tuple(calls)


def _cut(history: Json) -> Iterator[str]:
    """The addresses of activities that took longer than all their attempts together may: only a deadline says that.

    It caps the time of a single attempt, too; then the server says either. Behind a cancel request the runner says it.
    """
    events = {event["eventId"]: event for event in history["events"]}
    for event in history["events"]:
        for closed in (event[kind] for kind in _CLOSED if kind in event):
            failure = closed["failure"]
            timeout = failure.get("timeoutFailureInfo", {}).get("timeoutType")
            timeout = timeout or failure.get("applicationFailureInfo", {}).get("type")
            scheduled = events[closed["scheduledEventId"]][_SCHEDULED]
            is_capped = scheduled["startToCloseTimeout"] == scheduled.get("scheduleToCloseTimeout")
            if timeout == "TIMEOUT_TYPE_SCHEDULE_TO_CLOSE" or (str(timeout).startswith("TIMEOUT_TYPE") and is_capped):
                yield json.loads(b64decode(scheduled["header"]["fields"][_ADDRESS]["data"]))


def _without_ids(value: Json, runs: Json) -> Json:
    """A value in which every run is called as in journals: `<run>`, `<run>/ship`."""
    text = json.dumps(value)
    for run in runs:
        text = text.replace(run["run"], f"{RUN_ID}/{run['called_as']}".removesuffix("/"))
    return json.loads(text)


def _payload(payloads: Json) -> Json:
    """The first of some payloads; the null encoding carries no data."""
    match payloads:
        case {"payloads": [{"data": data}, *_]}:
            return json.loads(b64decode(data))
        case _:
            return None
