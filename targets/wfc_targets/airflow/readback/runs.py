"""Plays runs of the core and of the read DAG, and tells where they part."""

from collections.abc import Iterator
from functools import partial

from wfc.ir.nodes import Approval, Call, Choice, ForEach, Workflow
from wfc_targets.airflow.readback.chances import Chances, Record, runs
from wfc_targets.airflow.readback.core import core_of
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.patterns import Unread
from wfc_targets.airflow.readback.plays import play
from wfc_targets.airflow.readback.progress import Progress
from wfc_targets.airflow.readback.roles import Roles
from wfc_targets.airflow.readback.scheduler import Order, in_order, schedule
from wfc_targets.airflow.readback.settled_work import Tells
from wfc_targets.airflow.readback.traces import Decisions, Trace, difference, told_as
from wfc_targets.airflow.readback.workers import run_task

MOST_RUNS = 24
"""So many runs of a workflow are played in a build; the tests play more."""


def parting_runs(workflow: Workflow, dag: Dag, failing: tuple[str, ...], most: int | None = None) -> Iterator[str]:
    """One sentence for the first run that goes another way in the DAG than in the core."""
    order, roles, core = in_order(dag), _roles(dag, failing), core_of(workflow)
    if len(order) != len(dag.tasks):
        raise Unread("the tasks wait for each other")

    def both(chances: Chances) -> str | None:
        decisions, expected = play(core, chances)
        try:
            found = difference(expected, _played(dag, order, roles, decisions))
        except Unread as unread:
            found = str(unread)
        return found and f"when {told_as(decisions)}: {found}"

    yield from list(filter(None, runs(both, MOST_RUNS if most is None else most)))[:1]


def _roles(dag: Dag, failing: tuple[str, ...]) -> Roles:
    stages: dict[str, tuple[str, int]] = {}
    for entry, node in dag.entries.items():
        place, task = 0, entry
        while task != dag.mains[node] and isinstance(dag.nodes[dag.mains[node]], Approval | Call | ForEach):
            stages[task] = node, place
            if isinstance(dag.nodes[dag.mains[node]], ForEach):
                break
            place, task = place + 1, dag.ahead[task][0]
    suffix = dag.rollback[1].undo if dag.rollback else ""
    return Roles(
        routes={task: node for node, task in dag.routes.items()},
        stages=stages,
        undo={f"{task}{suffix}": node.id for task, node in dag.nodes.items()},
        failing=failing,
    )


def _played(dag: Dag, order: Order, roles: Roles, decisions: Decisions) -> Trace:
    trace = Trace()
    run = Progress(dag=dag, roles=roles, decisions=decisions, trace=trace)
    schedule(dag, order, run.states, partial(run_task, run))
    for task, node in dag.nodes.items():
        state, record = run.states[task], run.records.get(task)
        if isinstance(node, Choice) and state == "failed":
            state = "failed" if record and record.type == "ExpressionError" else "success"
        if state in ("success", "failed"):
            trace.outcomes[node.id] = "succeeded" if state == "success" else "failed"
    _check_end(dag, run)
    return trace


def _check_end(dag: Dag, run: Progress) -> None:
    """A run is as its leaves are."""
    leaves = [run.states[one] for one, ahead in dag.ahead.items() if not ahead]
    failed = any(state in ("failed", "upstream_failed") for state in leaves)
    if dag.one(Tells) is None and failed:
        run.trace.error = _only_failure(run)
    if failed != (run.trace.error is not None):
        raise Unread("the run succeeds although it has failed, or the other way round")


def _only_failure(run: Progress) -> Record:
    [failed] = [one for one, state in run.states.items() if state == "failed"] or [""]
    return run.records.get(failed) or Record(type="Crashed", step=None)
