"""What the metadata database has of a run: its state, that of every task, and the XComs that tell what came of it."""

import json
from collections.abc import Iterable
from typing import Any

from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance
from airflow.models.xcom import XComModel
from airflow.sdk.serde import deserialize
from airflow.utils.session import create_session

from wfc.scenario.journal import RUN_ID, Json

KEYS = ("error", "failed", "sla_breach", "return_value")


def tell(runs: Iterable[tuple[DagRun, str]], calls: list[Json]) -> dict[str, Any]:
    """The histories of runs that belong together, each with what stands before its addresses, and the calls made in
    them, with run ids as journals have them."""
    histories = [{"prefix": prefix, **read_history(run)} for run, prefix in runs]
    text = json.dumps({"runs": histories, "calls": calls}, default=str)
    for run in sorted(histories, key=lambda one: len(one["run_id"]), reverse=True):
        text = text.replace(run["run_id"], f"{RUN_ID}/{run['prefix']}".removesuffix("/"))
    answer: dict[str, Any] = json.loads(text)
    return answer


def read_history(run: DagRun) -> dict[str, Any]:
    """The history of a run; a task is `id`, or `id[index]` where there is one for each element."""
    with create_session() as session:
        fresh = session.query(DagRun).filter_by(dag_id=run.dag_id, run_id=run.run_id).one()
        tasks = session.query(TaskInstance).filter_by(dag_id=run.dag_id, run_id=run.run_id)
        states = {_name(task): str(task.state) for task in tasks if task.state is not None}
        kept = session.query(XComModel).filter_by(dag_id=run.dag_id, run_id=run.run_id)
        xcoms: dict[str, dict[str, Any]] = {}
        for one in kept.filter(XComModel.key.in_(KEYS)):
            xcoms.setdefault(_name(one), {})[one.key] = deserialize(one.value)
        return {
            "dag_id": run.dag_id,
            "run_id": f"{run.dag_id}/{run.run_id}",
            "state": str(fresh.state),
            "states": states,
            "xcoms": xcoms,
        }


def _name(one: Any) -> str:
    return f"{one.task_id}[{one.map_index}]" if one.map_index >= 0 else str(one.task_id)
