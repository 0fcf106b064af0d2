"""What happens while no task of a run can be scheduled: a retry or poll is due, a person decides, a window ends."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias, final

from airflow.jobs.scheduler_job_runner import SchedulerJobRunner
from airflow.models.dagrun import DagRun
from airflow.models.hitl import HITLDetail, HITLUser
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


Answers: TypeAlias = Callable[[TaskInstance], Answer | None]
"""What a person would answer to a task that asks now."""


def next_happening(run: DagRun, dag: Any, answer_of: Answers, comment: str) -> Happening | None:
    """What happens next to a run, None when nothing ever will. `comment`: how the form calls the comment."""
    with create_session() as session:
        waiting = list(session.query(TaskInstance).filter_by(dag_id=run.dag_id, run_id=run.run_id))
        details = {one.ti_id: one.created_at for one in session.query(HITLDetail)}
        return min(_happenings(waiting, dag, details, answer_of, comment), key=lambda one: one.at, default=None)


def _happenings(
    tasks: list[TaskInstance], dag: Any, opened: Mapping[Any, datetime], answer_of: Answers, comment: str
) -> Iterator[Happening]:
    for ti in tasks:
        if ti.state == TaskInstanceState.AWAITING_INPUT:
            yield from _decision(ti, opened[ti.id], answer_of(ti), comment)
        elif due := due_of(ti, dag.get_task(ti.task_id)):
            yield Happening(at=due + INSTANT, make=_nothing)


def _nothing() -> None:
    """Airflow finds out by itself."""


def _decision(ti: TaskInstance, opened: datetime, answer: Answer | None, comment: str) -> Iterator[Happening]:
    closes = ti.trigger_timeout
    decided = None if answer is None else opened + timedelta(milliseconds=answer.after)
    if answer and decided and (closes is None or decided <= closes):
        form = {**(answer.data or {}), comment: answer.comment}
        yield Happening(at=decided, make=lambda: _respond(ti.id, answer, form))
    elif closes is not None:
        yield Happening(at=closes + INSTANT, make=_sweep)


def _respond(ti_id: Any, answer: Answer, form: dict[str, Any]) -> None:
    """What the API does when somebody decides in the UI."""
    with create_session() as session:
        ti = session.get(TaskInstance, ti_id)
        detail = session.query(HITLDetail).filter_by(ti_id=ti_id).one()
        if answer.by is not None:
            detail.responded_by = HITLUser(id=answer.by, name=answer.by)
        detail.responded_at = datetime.now(UTC)
        detail.chosen_options = [OPTIONS[answer.decision]]
        detail.params_input = form
        session.add(detail)
        handle_event_submit(TriggerEvent(detail.as_resume_event_payload()), task_instance=ti, session=session)


def _sweep() -> None:
    """What the scheduler does every few seconds."""
    SchedulerJobRunner.check_awaiting_input_timeouts(_SCHEDULER)


_SCHEDULER: Any = object.__new__(SchedulerJobRunner)
