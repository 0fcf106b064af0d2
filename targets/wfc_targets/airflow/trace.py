"""A finished run, as Airflow's metadata database has it, as a journal."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from wfc.ir.nodes import Choice, ForEach, Workflow
from wfc.ir.walk import family, nodes_by_id, places
from wfc.scenario.journal import Call, CompensationFailure, Failure, Journal, hide_run_id
from wfc_targets.airflow.bodies import Outcome, Result
from wfc_targets.airflow.plan import Plan, tasks_in

Answer = Mapping[str, Any]
"""What the engine's runner says of all runs, or of one."""

REFUSED = Journal(
    status="failed",
    output=None,
    error=Failure(type="InvalidInput", message="", step=None),
    compensation_failed=(),
    calls=(),
    outcomes={},
    sla_breaches=(),
)
"""What became of a run that Airflow would not begin, because its params are not valid."""

_INDEX = re.compile(r"\[\d+\]$")


def journal_of(workflow: Workflow, plans: Mapping[str, Plan], answer: Answer) -> Journal:
    """The journal of a run and those that it has called."""
    if "refused" in answer:
        return REFUSED
    first, *_ = answer["runs"]
    error = _error(plans[workflow.name], first)
    workflows = {one.name: one for one in family(workflow)}
    outcomes: dict[str, str] = {}
    undo: list[CompensationFailure] = []
    breaches: list[str] = []
    for run in answer["runs"]:
        prefix, of = run["prefix"], workflows[run["dag_id"]]
        outcomes |= {prefix + at: word for at, word in _outcomes(of, plans[of.name], run)}
        breaches += [prefix + one for one in _breaches(run)]
        undo += _compensation_failed(plans[of.name], run)
    return Journal(
        status="failed" if error else "succeeded",
        error=error and Failure(type=error["type"], message=error["message"], step=error["step"]),
        compensation_failed=tuple(undo),
        output=None if error else _output(plans[workflow.name], first),
        calls=tuple(Call(**call) for call in answer["calls"]),
        outcomes=outcomes,
        sla_breaches=tuple(sorted(breaches)),
    )


def _error(plan: Plan, run: Answer) -> Any:
    """What the last task says the run has failed with, or where there is none the task that failed last."""
    if run["state"] == "success":
        return None
    outcome = _task(plan, Outcome)
    failed = [one for one in plan.failing if run["states"].get(one) == "failed"]
    candidates = [outcome] if outcome else failed
    record = next((_xcom(run, one, "error") for one in candidates), None)
    return record or {"type": "Crashed", "message": "", "step": None}


def _compensation_failed(plan: Plan, run: Answer) -> Iterator[CompensationFailure]:
    error = _error(plan, run) or {}
    for one in error.get("compensation_failed", ()):
        yield CompensationFailure(step=run["prefix"] + one["step"], type=one["type"], message=one["message"])


def _task(plan: Plan, body: type) -> str | None:
    """The name of the task with a body of this type."""
    return next((task.name for task in tasks_in(plan.tasks) if isinstance(task.body, body)), None)


def _output(plan: Plan, run: Answer) -> Any:
    result = _task(plan, Result)
    return _xcom(run, result, "return_value") if result else None


def _outcomes(workflow: Workflow, plan: Plan, run: Answer) -> Iterator[tuple[str, str]]:
    """By address: a task of an element has its index behind it."""
    known, nodes = dict(plan.nodes), nodes_by_id(workflow)
    inside = {one for one, place in places(workflow).items() if any(isinstance(node, ForEach) for node, _ in place)}
    for task, state in run["states"].items():
        bare = _INDEX.sub("", task)
        node = nodes.get(known.get(bare, ""))
        word = {"success": "succeeded", "failed": "failed"}.get(state)
        if node is None or word is None or (node.id in inside) == (bare == task):
            continue
        if isinstance(node, Choice) and word == "failed":
            # A choice has failed only when a condition has; one that leads to `Fail` has done its work.
            word = "failed" if (_xcom(run, task, "error") or {}).get("type") == "ExpressionError" else "succeeded"
        yield node.id + task.removeprefix(bare), word


def _breaches(run: Answer) -> Iterator[str]:
    for task, values in run["xcoms"].items():
        if "sla_breach" in values:
            index = _INDEX.search(task)
            yield (values["sla_breach"]["step"] or "") + (index.group() if index else "")


def _xcom(run: Answer, task: str, key: str) -> Any:
    value = run["xcoms"].get(task, {}).get(key)
    return hide_run_id(value, run["run_id"])
