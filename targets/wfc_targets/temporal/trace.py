"""A finished run as Temporal tells it, to the journal: the end from its history, the steps from its queries."""

import json
from base64 import b64decode
from typing import Literal

from wfc.scenario.journal import Call, CompensationFailure, Failure, Journal, Json, hide_run_id

Status = Literal["succeeded", "failed", "cancelled"]
_ENDS: dict[str, Status] = {
    "workflowExecutionCompletedEventAttributes": "succeeded",
    "workflowExecutionFailedEventAttributes": "failed",
    "workflowExecutionCanceledEventAttributes": "cancelled",
}


def read_trace(told: Json) -> Journal:
    """`told` is what the runner sends: `history`, `steps`, `sla_breaches`, `calls`, and the run id as `run`.

    There is no duration: the server's clock skips delays but goes on between them.
    """
    end = told["history"]["events"][-1]
    kind = next(kind for kind in _ENDS if kind in end)
    details = _details(end[kind]) if kind.startswith("workflowExecutionFailed") else {}
    failures = details.get("compensation_failed", [])
    return Journal(
        status=_ENDS[kind],
        output=hide_run_id(_payload(end[kind].get("result")), told["run"]),
        error=_failure(kind, end[kind], details),
        compensation_failed=tuple(CompensationFailure(**failure) for failure in failures),
        calls=tuple(Call(**call) for call in told["calls"]),
        outcomes={step: state for step, state in told["steps"].items() if state != "running"},
        sla_breaches=tuple(sorted(told["sla_breaches"])),
    )


def _failure(kind: str, attributes: Json, details: Json) -> Failure | None:
    match _ENDS[kind]:
        case "succeeded":
            return None
        case "cancelled":
            return Failure(type="Cancelled", message="", step=None)
        case "failed":
            failure = attributes["failure"]
            info = failure.get("applicationFailureInfo", {})
            return Failure(type=info.get("type", ""), message=failure.get("message", ""), step=details.get("step"))


def _details(attributes: Json) -> Json:
    return _payload(attributes["failure"].get("applicationFailureInfo", {}).get("details")) or {}


def _payload(payloads: Json) -> Json:
    """The first of some payloads; the null encoding carries no data."""
    match payloads:
        case {"payloads": [{"data": data}, *_]}:
            return json.loads(b64decode(data))
        case _:
            return None
