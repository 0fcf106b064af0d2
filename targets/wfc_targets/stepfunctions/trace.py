"""Reads a finished run from the events of GetExecutionHistory and says what it did in the words of the spec.

Works on the history of any executor that writes these events, AWS included; the calls themselves are not among them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias, TypeGuard

from wfc.ir import nodes as ir
from wfc.ir.nodes import ForEach, Node, Parallel, Workflow
from wfc.ir.walk import family, nodes_by_id
from wfc.scenario.journal import Call, CompensationFailure, Failure, Journal, Json, from_json, hide_run_id, to_json
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.choices import BROKEN
from wfc_targets.stepfunctions.sites import Site, address_at, node_of, node_sites

Event: TypeAlias = Mapping[str, Any]

_VERDICTS = {
    "TaskSucceeded": "succeeded",
    "TaskFailed": "failed",
    "TaskTimedOut": "failed",
    "EvaluationFailed": "failed",
}


def journal_of(workflow: Workflow, runs: Sequence[Mapping[str, Any]], calls: Sequence[Mapping[str, Json]]) -> Journal:
    """The journal of a run: the first of `runs`, behind it those that it has started, each with the address of its
    call."""
    workflows = {names.machine(one.name): one for one in family(workflow)}
    parts = [_of_run(workflows[run["machine"]], run["history"], run["address"]) for run in runs]
    main = parts[0]
    journal = Journal(
        status=main.status,
        output=main.output,
        error=main.error,
        compensation_failed=tuple(one for part in parts for one in part.compensation_failed),
        calls=tuple(Call(**call) for call in calls),
        outcomes={address: outcome for part in parts for address, outcome in part.outcomes.items()},
        sla_breaches=tuple(sorted(breach for part in parts for breach in part.sla_breaches)),
        duration=main.duration,
    )
    return from_json(hide_run_id(to_json(journal), runs[0]["run_id"]))


def _of_run(workflow: Workflow, history: Sequence[Event], prefix: str) -> Journal:
    """What one run has left, its calls apart; its addresses begin with `prefix`. One that has not ended has failed
    without an error, as the interpreter says it."""
    last = history[-1]
    failed = last.get("executionFailedEventDetails")
    report = _report(last)
    duration = round((_instant(last) - _instant(history[0])) * 1000)
    undone = (one | {"step": prefix + one["step"]} for one in report.get("compensation_failed", ()))
    return Journal(
        status="succeeded" if "executionSucceededEventDetails" in last else "failed",
        output=report.get("result"),
        error=failed and Failure(type=failed["error"], message=report.get("message", ""), step=report.get("step")),
        compensation_failed=tuple(CompensationFailure(**one) for one in undone),
        calls=(),
        outcomes={prefix + address: outcome for address, outcome in _outcomes(workflow, history)},
        sla_breaches=tuple(prefix + breach for breach in _breaches(workflow, report, duration)),
        duration=duration,
    )


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


def _outcomes(workflow: Workflow, history: Sequence[Event]) -> Iterator[tuple[str, str]]:
    """What became of the nodes that were reached, the last word on each last."""
    nodes, sites = nodes_by_id(workflow), node_sites(workflow)
    events = {event["id"]: event for event in history}
    for event in history:
        entry = _entry(event, events)
        if entry is None:
            continue
        given = json.loads(entry.get("input") or "null")
        for node, outcome in _said(event, nodes.get(node_of(entry["name"]))):
            yield _address(sites[node], given), outcome


def _said(event: Event, node: Node | None) -> Iterator[tuple[str, str]]:
    """What an event says about nodes; `node`: the one whose own state it belongs to."""
    assigned = event.get("stateExitedEventDetails", {}).get("assignedVariables", {})
    if event["type"] in _VERDICTS and node is not None:
        yield node.id, _VERDICTS[event["type"]]
    elif "stateExitedEventDetails" in event and isinstance(node, Parallel | ForEach):
        failures = assigned.get(names.errors(node.id), "[]")
        yield node.id, "succeeded" if failures == "[]" else "failed"
    elif "stateExitedEventDetails" in event and _has_succeeded(node, assigned):
        yield node.id, "succeeded"
    yield from (
        (json.loads(about), "failed") for name, about in assigned.items() if name.lower().endswith(BROKEN.lower())
    )


def _has_succeeded(node: Node | None, assigned: Mapping[str, Any]) -> TypeGuard[Node]:
    """Does leaving its state say so? The fate of most tasks is told by events of their own."""
    if isinstance(node, ir.Approval):
        return names.variable(node.id) in assigned
    return node is not None and not isinstance(node, ir.Step | ir.Call)


def _entry(event: Event, events: Mapping[int, Event]) -> Mapping[str, Any] | None:
    """How the state was entered that an event belongs to. The events of legs that run at once stand among each other:
    each names the one before it."""
    wanted = event.get("stateExitedEventDetails", {}).get("name")
    before: Event | None = event
    while before is not None:
        entry: Mapping[str, Any] | None = before.get("stateEnteredEventDetails")
        if entry is not None and wanted in {None, entry["name"]}:
            return entry
        before = events.get(before["previousEventId"])
    return None


def _address(site: Site, given: Any) -> str:
    return address_at(site, given if isinstance(given, dict) else {})


def _breaches(workflow: Workflow, report: Mapping[str, Json], duration: int) -> tuple[str, ...]:
    late = workflow.sla is not None and duration > workflow.sla.max_duration
    return tuple(sorted([*report.get("slaBreaches", ()), *([""] if late else [])]))


def _instant(event: Event) -> float:
    return datetime.fromisoformat(event["timestamp"]).timestamp()
