"""Runs generated DAGs in the engine's environment: one JSON line a run in, one out. Started by `client` by path.

In:  {"file": name, "dag": text, "dag_id": ..., "conf": ..., "addresses": {task id: address}, "cast": ...,
      "roots": [folder, ...]}
Out: {"run_id": ..., "state": ..., "states": {task id: state}, "xcoms": {task id: {key: value}}, "calls": [call, ...]},
     {"refused": why} when Airflow does not start such a run, or {"crash": traceback}

Time is virtual: the clock stands still but for what calls take and for the delays of retries. A timeout strikes by the
alarm that Airflow itself has set.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import time_machine
from airflow.dag_processing.dagbag import DagBag
from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance
from airflow.models.xcom import XComModel
from airflow.sdk import DAG, get_current_context
from airflow.sdk.exceptions import ParamValidationError
from airflow.utils.db import initdb
from airflow.utils.session import create_session
from airflow.utils.state import TaskInstanceState

from wfc.scenario.serve import serve
from wfc.scenario.stage import Place, Stage
from wfc.scenario.stub import on_stage

FOLDER = Path(os.environ["AIRFLOW__CORE__DAGS_FOLDER"])
FIRST_DAY = datetime(2030, 1, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
"""Airflow retries a task *after* its time, not at it."""

PATIENCE = 1000
"""How often Airflow may find nothing to do in a run that is not at its end; skipping tasks takes it another look."""

KEYS = ("error", "sla_breach", "return_value")
"""The XComs that tell what came of a run."""

_days = count()
_wait = time.sleep


def play(job: dict[str, Any]) -> dict[str, Any]:
    """Play one scenario on a DAG."""
    sys.path[:0] = [root for root in job["roots"] if root not in sys.path]
    with virtual_time() as clock, on_stage(_stage(job, clock)) as stage:
        dag = _load(job)
        with _instead_of_sleep(_waker(dag, clock)):
            try:
                run = dag.test(run_conf=job["conf"])
            except ParamValidationError as error:
                return {"refused": str(error)}
    run_id = f"{dag.dag_id}/{run.run_id}"
    return {"run_id": run_id, **read_history(run), "calls": stage.journal_calls(run_id)}


class Clock:
    """The time of one run."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        self._traveller = traveller
        self._ahead = timedelta(0)

    def pass_time(self, amount: timedelta) -> None:
        """Let time pass."""
        self._traveller.shift(amount)

    def pass_until(self, moment: datetime) -> None:
        """Let time pass until a task that is due at `moment` can be scheduled."""
        self._ahead = INSTANT
        self._traveller.move_to(max(moment, datetime.now(UTC)) + INSTANT)

    def settle(self) -> None:
        """Take the instant back that was needed for scheduling, so that durations are exact."""
        self._traveller.shift(-self._ahead)
        self._ahead = timedelta(0)


@contextmanager
def virtual_time() -> Iterator[Clock]:
    """A clock that stands at the beginning of a day of its own, so that the run's id is new."""
    with time_machine.travel(FIRST_DAY + timedelta(days=next(_days)), tick=False) as traveller:
        yield Clock(traveller)


@contextmanager
def _instead_of_sleep(wake: Callable[[float], None]) -> Iterator[None]:
    """What Airflow does when it would sleep because nothing can be scheduled yet."""
    time.sleep = wake  # type: ignore[assignment]
    try:
        yield
    finally:
        time.sleep = _wait


def _waker(dag: DAG, clock: Clock) -> Callable[[float], None]:
    idle = iter(range(PATIENCE))

    def wake(_seconds: float) -> None:
        due = next_retry(dag)
        if due is not None:
            clock.pass_until(due)
        elif next(idle, None) is None:
            raise RuntimeError("no task can be scheduled, and none waits for a retry")

    return wake


def _stage(job: dict[str, Any], clock: Clock) -> Stage:
    addresses: dict[str, str] = job["addresses"]

    def place() -> Place:
        clock.settle()
        ti = get_current_context()["ti"]
        return Place(addresses[ti.task_id], ti.try_number)

    def sleep(seconds: float) -> None:
        ti = get_current_context()["ti"]
        limit, amount = ti.task.execution_timeout, timedelta(seconds=seconds)
        taken = amount if limit is None else min(limit, amount)
        if not addresses[ti.task_id].endswith(":alert"):  # Airflow runs it beside the rest, dag.test() in between
            clock.pass_time(taken)
        if taken < amount:
            _let_timeout_strike()

    async def sleep_async(seconds: float) -> None:
        sleep(seconds)

    return Stage(cast=job["cast"], place=place, sleep=sleep, sleep_async=sleep_async)


def _let_timeout_strike() -> None:
    """The alarm that Airflow has set for the running task goes off now; its handler raises here."""
    signal.setitimer(signal.ITIMER_REAL, 0.001)
    _wait(60)


def _load(job: dict[str, Any]) -> DAG:
    """The DAG, alone in the folder that Airflow looks into; fresh, because a run leaves its conf in the params."""
    for old in FOLDER.glob("*.py"):
        old.unlink()
    (FOLDER / job["file"]).write_text(job["dag"], "utf-8")
    bag = DagBag(str(FOLDER))
    if bag.import_errors:
        raise ImportError("\n".join(bag.import_errors.values()))
    return bag.dags[job["dag_id"]]


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
    due: datetime = task.next_retry_datetime()
    return due


if __name__ == "__main__":
    initdb()
    serve(play)
