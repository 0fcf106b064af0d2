"""A finished run, as Airflow's metadata database has it, as a journal."""

from collections.abc import Iterator, Mapping
from typing import Any

from wfc.ir.nodes import Choice, Workflow
from wfc.ir.walk import nodes_by_id
from wfc.scenario.journal import Call, CompensationFailure, Failure, Journal, hide_run_id
from wfc_targets.airflow.plan import Outcome, Plan, Result, Task

Answer = Mapping[str, Any]
"""What the engine's runner says of a run."""

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


def journal_of(workflow: Workflow, plan: Plan, answer: Answer) -> Journal:
    """The journal of a run."""
    if "refused" in answer:
        return REFUSED
    error = _error(plan, answer)
    undo = () if error is None else error.get("compensation_failed", ())
    return Journal(
        status="failed" if error else "succeeded",
        error=error and Failure(type=error["type"], message=error["message"], step=error["step"]),
        compensation_failed=tuple(CompensationFailure(**one) for one in undo),
        output=None if error else _output(plan, answer),
        calls=tuple(Call(**call) for call in answer["calls"]),
        outcomes=dict(_outcomes(workflow, plan, answer)),
        sla_breaches=tuple(sorted(_breaches(answer))),
    )


def _error(plan: Plan, answer: Answer) -> Any:
    """What the last task says the run has failed with, or where there is none the task that failed last."""
    if answer["state"] == "success":
        return None
    outcome = _task(plan, Outcome)
    failed = [one for one in plan.failing if answer["states"].get(one) == "failed"]
    candidates = [outcome] if outcome else failed
    record = next((_xcom(answer, one, "error") for one in candidates), None)
    return record or {"type": "Crashed", "message": "", "step": None}


def _task(plan: Plan, body: type) -> str | None:
    """The name of the task with a body of this type."""
    return next((task.name for task in plan.tasks if isinstance(task, Task) and isinstance(task.body, body)), None)


def _output(plan: Plan, answer: Answer) -> Any:
    result = _task(plan, Result)
    return _xcom(answer, result, "return_value") if result else None


def _outcomes(workflow: Workflow, plan: Plan, answer: Answer) -> Iterator[tuple[str, str]]:
    nodes = nodes_by_id(workflow)
    words = {"success": "succeeded", "failed": "failed"}
    for task, node in plan.nodes:
        word = words.get(answer["states"].get(task, ""))
        if isinstance(nodes[node], Choice) and word == "failed":
            # A choice has failed only when a condition has; one that leads to `Fail` has done its work.
            word = "failed" if (_xcom(answer, task, "error") or {}).get("type") == "ExpressionError" else "succeeded"
        if word:
            yield node, word


def _breaches(answer: Answer) -> Iterator[str]:
    for values in answer["xcoms"].values():
        if "sla_breach" in values:
            yield values["sla_breach"]["step"] or ""


def _xcom(answer: Answer, task: str, key: str) -> Any:
    value = answer["xcoms"].get(task, {}).get(key)
    return hide_run_id(value, answer["run_id"])
