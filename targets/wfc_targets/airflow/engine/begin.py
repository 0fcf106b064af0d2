"""When a task would begin, had the scheduler room for all that can run, or as many as `max_active_tis_per_dagrun`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance
from airflow.models.taskreschedule import TaskReschedule
from airflow.utils.session import create_session
from airflow.utils.state import TaskInstanceState

RAN = ("success", "failed")


def begin_of(ti: TaskInstance, task: Any) -> datetime:
    """When the first attempt of a task begins."""
    with create_session() as session:
        run = session.query(DagRun).filter_by(dag_id=ti.dag_id, run_id=ti.run_id).one()
        others = list(session.query(TaskInstance).filter_by(dag_id=ti.dag_id, run_id=ti.run_id))
        start: datetime = run.start_date
        return max(_ready(ti, task, others, start), _free(ti, task, others, start))


def due_of(ti: TaskInstance, task: Any) -> datetime | None:
    """When a task is to be run again: because it has failed, or wants to; None when it is not."""
    with create_session() as session:
        fresh = session.get(TaskInstance, ti.id)
        moment: datetime | None = None
        if fresh is not None and fresh.state == TaskInstanceState.UP_FOR_RETRY:
            fresh.task = task
            moment = fresh.next_retry_datetime()
        elif fresh is not None and fresh.state == TaskInstanceState.UP_FOR_RESCHEDULE:
            last = session.query(TaskReschedule).filter_by(ti_id=ti.id).order_by(TaskReschedule.id.desc()).first()
            moment = last.reschedule_date
        return moment


def _ready(ti: TaskInstance, task: Any, others: list[TaskInstance], start: datetime) -> datetime:
    """When all that stands before a task has come to its end; what was skipped ended with what stands before it."""
    ends = [start]
    for one in _before(ti, task, others):
        if one.state in RAN:
            ends.append(one.end_date)
        else:
            ends.append(_ready(one, task.dag.task_dict[one.task_id], others, start))
    return max(ends)


def _before(ti: TaskInstance, task: Any, others: Iterable[TaskInstance]) -> list[TaskInstance]:
    """Of tasks in the same mapped group only those of the same element."""
    group = task.get_closest_mapped_task_group()
    inside = set() if group is None else {one.task_id for one in group.iter_tasks()}
    found = [one for one in others if one.task_id in task.upstream_task_ids]
    return [one for one in found if one.task_id not in inside or one.map_index == ti.map_index]


def _free(ti: TaskInstance, task: Any, others: Iterable[TaskInstance], start: datetime) -> datetime:
    limit = task.max_active_tis_per_dagrun
    busy = [one.end_date for one in others if one.task_id == ti.task_id and one.end_date and one.id != ti.id]
    return start if limit is None or len(busy) < limit else sorted(busy)[-limit]
