"""What the metadata database has of a run: its state, that of every task, and the XComs that tell what came of it."""

from typing import Any

from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance
from airflow.models.xcom import XComModel
from airflow.utils.session import create_session

KEYS = ("error", "failed", "sla_breach", "return_value")


def read_history(run: DagRun) -> dict[str, Any]:
    """The history of a run; a task is `id`, or `id[index]` where there is one for each element."""
    with create_session() as session:
        fresh = session.query(DagRun).filter_by(dag_id=run.dag_id, run_id=run.run_id).one()
        tasks = session.query(TaskInstance).filter_by(dag_id=run.dag_id, run_id=run.run_id)
        states = {_name(task): str(task.state) for task in tasks if task.state is not None}
        kept = session.query(XComModel).filter_by(dag_id=run.dag_id, run_id=run.run_id)
        xcoms: dict[str, dict[str, Any]] = {}
        for one in kept.filter(XComModel.key.in_(KEYS)):
            xcoms.setdefault(_name(one), {})[one.key] = XComModel.deserialize_value(one)
        return {
            "dag_id": run.dag_id,
            "run_id": f"{run.dag_id}/{run.run_id}",
            "state": str(fresh.state),
            "states": states,
            "xcoms": xcoms,
        }


def _name(one: Any) -> str:
    return f"{one.task_id}[{one.map_index}]" if one.map_index >= 0 else str(one.task_id)
