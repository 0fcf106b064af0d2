"""Reads a finished run from the events of GetExecutionHistory and says what it did in the words of the spec.

Works on the history of any executor that writes these events, AWS included; the calls themselves are not among them.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from wfc.ir.nodes import Choice, Workflow
from wfc.ir.walk import nodes_by_id
from wfc.scenario.journal import Call, CompensationFailure, Failure, Journal, Json, from_json, hide_run_id, to_json
from wfc_targets.stepfunctions.choices import BROKEN

Event = Mapping[str, Any]

_VERDICTS = {
    "TaskSucceeded": "succeeded",
    "TaskFailed": "failed",
    "TaskTimedOut": "failed",
    "EvaluationFailed": "failed",
}


def journal_of(
    workflow: Workflow, history: Sequence[Event], calls: Sequence[Mapping[str, Json]], run_id: str
) -> Journal:
    """The journal of a run."""
    last = history[-1]
    failed = last.get("executionFailedEventDetails")
    report = _report(last)
    duration = round((_instant(last) - _instant(history[0])) * 1000)
    journal = Journal(
        status="succeeded" if failed is None else "failed",
        output=report.get("result"),
        error=failed and Failure(type=failed["error"], message=report.get("message", ""), step=report.get("step")),
        compensation_failed=tuple(CompensationFailure(**one) for one in report.get("compensation_failed", ())),
        calls=tuple(Call(**call) for call in calls),
        outcomes=_outcomes(workflow, history),
        sla_breaches=_breaches(workflow, report, duration),
        duration=duration,
    )
    return from_json(hide_run_id(to_json(journal), run_id))


def _report(last: Event) -> dict[str, Json]:
    """The object with which a run ends: its output, or the cause of its failure (text when the platform has ended
    it)."""
    succeeded, failed = last.get("executionSucceededEventDetails"), last.get("executionFailedEventDetails", {})
    text = succeeded["output"] if succeeded else failed.get("cause", "")
    try:
        report = json.loads(text)
    except ValueError:
        return {"message": text}
    return report if isinstance(report, dict) else {"message": text}


def _outcomes(workflow: Workflow, history: Sequence[Event]) -> dict[str, str]:
    """Every node that was reached, by the last word on it."""
    nodes = nodes_by_id(workflow)
    outcomes: dict[str, str] = {}
    state = ""
    for event in history:
        if "stateEnteredEventDetails" in event:
            state = event["stateEnteredEventDetails"]["name"]
        node = nodes.get(state)
        if isinstance(node, Choice) and "stateExitedEventDetails" in event:
            assigned = event["stateExitedEventDetails"].get("assignedVariables", {})
            outcomes[state] = "failed" if BROKEN in assigned else "succeeded"
        elif node is not None and event["type"] in _VERDICTS:
            outcomes[state] = _VERDICTS[event["type"]]
    return outcomes


def _breaches(workflow: Workflow, report: Mapping[str, Json], duration: int) -> tuple[str, ...]:
    late = workflow.sla is not None and duration > workflow.sla.max_duration
    return tuple(sorted([*report.get("slaBreaches", ()), *([""] if late else [])]))


def _instant(event: Event) -> float:
    return datetime.fromisoformat(event["timestamp"]).timestamp()
