"""Reads what Airflow itself has kept of a run: task states and XComs."""

from datetime import datetime
from typing import Any

from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance
from airflow.models.xcom import XComModel
from airflow.sdk import DAG
from airflow.utils.session import create_session
from airflow.utils.state import TaskInstanceState

KEYS = ("error", "sla_breach", "return_value")


def read_history(run: DagRun) -> dict[str, Any]:
    """State of the run and of every task, and the XComs that tell what came of it."""
    with create_session() as session:
        tasks = session.query(TaskInstance).filter_by(dag_id=run.dag_id, run_id=run.run_id)
        states = {task.task_id: str(task.state) for task in tasks if task.state is not None}
        kept = session.query(XComModel).filter_by(dag_id=run.dag_id, run_id=run.run_id)
        xcoms: dict[str, dict[str, Any]] = {}
        for one in kept.filter(XComModel.key.in_(KEYS)):
            xcoms.setdefault(one.task_id, {})[one.key] = XComModel.deserialize_value(one)
    return {"state": str(run.state), "states": states, "xcoms": xcoms}


def next_retry(dag: DAG) -> datetime | None:
    """When the first task that waits for its retry is due; None when none waits."""
    with create_session() as session:
        waiting = session.query(TaskInstance).filter_by(dag_id=dag.dag_id, state=TaskInstanceState.UP_FOR_RETRY)
        return min((_due(task, dag) for task in waiting), default=None)


def _due(task: TaskInstance, dag: DAG) -> datetime:
    task.task = dag.get_task(task.task_id)
    return task.next_retry_datetime()
