"""What happens while no task of a run can be scheduled: a retry or poll becomes due, a person decides, a window ends."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, final

from airflow.jobs.scheduler_job_runner import SchedulerJobRunner
from airflow.models.dagrun import DagRun
from airflow.models.hitl import HITLUser
from airflow.models.taskinstance import TaskInstance
from airflow.models.trigger import handle_event_submit
from airflow.triggers.base import TriggerEvent
from airflow.utils.session import create_session
from airflow.utils.state import TaskInstanceState

from wfc.scenario.model import Answer
from wfc_targets.airflow.engine.begin import due_of

INSTANT = timedelta(microseconds=1)
"""Airflow retries a task *after* its time, not at it."""

OPTIONS = {"approved": "Approve", "rejected": "Reject"}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happens at a moment. `make`: what Airflow does then, beside looking for tasks."""

    at: datetime
    make: Callable[[], None]


def next_happening(run: DagRun, dag: Any, answer_of: Callable[[TaskInstance], Answer | None]) -> Happening | None:
    """What happens next to a run, None when nothing ever will."""
    with create_session() as session:
        waiting = list(session.query(TaskInstance).filter_by(dag_id=run.dag_id, run_id=run.run_id))
        return min(_happenings(waiting, dag, answer_of), key=lambda one: one.at, default=None)


def _happenings(
    tasks: list[TaskInstance], dag: Any, answer_of: Callable[[TaskInstance], Answer | None]
) -> Iterator[Happening]:
    for ti in tasks:
        if ti.state == TaskInstanceState.AWAITING_INPUT:
            yield from _decision(ti, answer_of(ti))
        elif due := due_of(ti, dag.get_task(ti.task_id)):
            yield Happening(at=due + INSTANT, make=_nothing)


def _nothing() -> None:
    """Airflow finds out by itself."""


def _decision(ti: TaskInstance, answer: Answer | None) -> Iterator[Happening]:
    opened, closes = ti.hitl_detail.created_at, ti.trigger_timeout
    decided = None if answer is None else opened + timedelta(milliseconds=answer.after)
    if answer and decided and (closes is None or decided <= closes):
        yield Happening(at=decided, make=lambda: _respond(ti.id, answer))
    elif closes is not None:
        yield Happening(at=closes + INSTANT, make=_sweep)


def _respond(ti_id: Any, answer: Answer) -> None:
    """What the API does when somebody decides in the UI."""
    with create_session() as session:
        ti = session.get(TaskInstance, ti_id)
        detail = ti.hitl_detail
        if answer.by is not None:
            detail.responded_by = HITLUser(id=answer.by, name=answer.by)
        detail.responded_at = datetime.now(ti.hitl_detail.created_at.tzinfo)
        detail.chosen_options = [OPTIONS[answer.decision]]
        detail.params_input = form_input(answer)
        session.add(detail)
        handle_event_submit(TriggerEvent(detail.as_resume_event_payload()), task_instance=ti, session=session)


def form_input(answer: Answer) -> dict[str, Any]:
    """The form as somebody fills it in."""
    return {**(answer.data or {}), "comment": answer.comment}


def _sweep() -> None:
    """What the scheduler does every few seconds."""
    SchedulerJobRunner.check_awaiting_input_timeouts(_SCHEDULER)


_SCHEDULER: Any = object.__new__(SchedulerJobRunner)
