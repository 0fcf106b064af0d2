"""Runs generated DAGs in the engine's environment: one JSON line a run in, one out. Started by `client` by path.

In:  {"files": {name: text}, "dag_id": ..., "conf": ..., "cast": ..., "roots": [folder, ...], "dags": {dag id:
      {"addresses": {task id: [before, behind the index]}, "calls": {task id: step}, "approvals": {task id: step},
      "comment": ...}}}
Out: {"runs": [{"dag_id": ..., "run_id": ..., "prefix": ..., "state": ..., "states": {task: state}, "xcoms":
      {task: {key: value}}}, ...], "calls": [call, ...]}; task is `id` or `id[index]`, the first run the one asked for.
     {"refused": why} when Airflow does not start such a run, or {"crash": traceback}

A run is Airflow's own `dag.test()`; the runs that it triggers are tested when it waits for them. Time is virtual. A
timeout strikes by the alarm that was set for it, see `alarm`.
"""

import asyncio
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from airflow.dag_processing.dagbag import DagBag
from airflow.models import dagrun
from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance
from airflow.providers.standard.sensors.time_delta import WaitSensor
from airflow.sdk import DAG, get_current_context
from airflow.sdk.definitions import dag as sdk_dag
from airflow.sdk.exceptions import ParamValidationError
from airflow.utils.db import initdb
from jsonschema import Draft202012Validator
from sqlalchemy import Engine, event

from wfc.scenario.model import Answer
from wfc.scenario.serve import serve
from wfc.scenario.stage import Place, Stage
from wfc.scenario.stub import on_stage
from wfc_targets.airflow.engine.alarm import Alarm
from wfc_targets.airflow.engine.begin import begin_of, due_of
from wfc_targets.airflow.engine.clock import Clock, virtual_time
from wfc_targets.airflow.engine.history import tell
from wfc_targets.airflow.engine.places import address_here, index_of
from wfc_targets.airflow.engine.schemas import check_schema_once
from wfc_targets.airflow.engine.world import next_happening

FOLDER = Path(os.environ["AIRFLOW__CORE__DAGS_FOLDER"])
PATIENCE = 200
"""How often Airflow may find nothing to do in a run that is not at its end; skipping tasks takes it another look."""

WaitSensor.execute_complete = lambda _self, _context, **_event: None
"""Airflow ends this task by its trigger; `dag.test()` runs the task once more."""

_run_task = sdk_dag._run_task  # noqa: SLF001 - there is no other way to see when a task runs
_run_trigger = sdk_dag._run_inline_trigger  # noqa: SLF001 - nor when one waits for another run
_create_run = dagrun.get_or_create_dagrun


def play(job: dict[str, Any]) -> dict[str, Any]:
    """Play one scenario on a DAG."""
    sys.path[:0] = [root for root in job["roots"] if root not in sys.path]
    with virtual_time() as clock:
        theatre = Theatre(job, clock)
        with on_stage(theatre.stage), theatre.in_place():
            theatre.load()
            try:
                theatre.test(job["dag_id"], "", job["conf"])
            except ParamValidationError as error:
                return {"refused": str(error)}
    return theatre.told()


class Theatre:
    """One scenario: the runs that belong to it, the innermost last, and their world."""

    def __init__(self, job: dict[str, Any], clock: Clock) -> None:
        self._job = job
        self._clock = clock
        self._dags: dict[str, DAG] = {}
        self._prefixes: dict[tuple[str, str], str] = {}
        self._going: list[DagRun] = []
        self._runs: list[DagRun] = []
        self._due: dict[tuple[Any, ...], datetime] = {}
        self._asked: set[Any] = set()
        self._idle = 0
        self._alarm = Alarm()
        self.stage = Stage(cast=job["cast"], place=self._place, sleep=self._take, sleep_async=self._take_async)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Airflow with this world around it."""
        with ExitStack() as stack:
            stack.enter_context(patch.object(time, "sleep", self._sleep))
            stack.enter_context(patch.object(asyncio, "sleep", self._sleep_async))
            stack.enter_context(patch.object(Draft202012Validator, "check_schema", check_schema_once))
            stack.enter_context(self._alarm.in_place())
            stack.enter_context(patch.object(sdk_dag, "_run_task", self._run_task))
            stack.enter_context(patch.object(sdk_dag, "_run_inline_trigger", self._run_trigger))
            yield

    def load(self) -> None:
        """The DAGs, alone in the folder that Airflow looks into; fresh, because a run leaves its conf in the params."""
        for old in FOLDER.glob("*.py"):
            old.unlink()
        for name, text in self._job["files"].items():
            (FOLDER / name).write_text(text, "utf-8")
        bag = DagBag(str(FOLDER))
        if bag.import_errors:
            raise ImportError("\n".join(bag.import_errors.values()))
        self._dags = dict(bag.dags)

    def test(self, dag_id: str, prefix: str, conf: Any) -> None:
        """Test a DAG from its beginning."""

        def create(**arguments: Any) -> DagRun:
            return self._begin(_create_run(**arguments), prefix)

        with patch.object(dagrun, "get_or_create_dagrun", create):
            self._dags[dag_id].test(run_conf=conf)
        self._going.pop()

    def _test_triggered(self, dag_id: str, run_id: str, prefix: str) -> None:
        """Test a run that another one has triggered."""

        def take(*, session: Any, start_date: Any, **_arguments: Any) -> DagRun:
            run = session.query(DagRun).filter_by(dag_id=dag_id, run_id=run_id).one()
            run.state, run.start_date = "running", start_date
            run.dag = _arguments["dag"]
            run.verify_integrity(session=session, dag_version_id=run.created_dag_version_id)
            session.commit()
            return self._begin(run, prefix)

        with patch.object(dagrun, "get_or_create_dagrun", take):
            self._dags[dag_id].test()
        self._going.pop()

    def _begin(self, run: DagRun, prefix: str) -> DagRun:
        self._prefixes[run.dag_id, run.run_id] = prefix
        self._going.append(run)
        self._runs.append(run)
        return run

    def told(self) -> dict[str, Any]:
        """What has come of it."""
        runs = [(run, self._prefixes[run.dag_id, run.run_id]) for run in self._runs]
        return tell(runs, [asdict(call) for call in self.stage.calls])

    def _place(self) -> Place:
        ti = get_current_context()["ti"]
        return Place(self._prefixes[ti.dag_id, ti.run_id] + address_here(self._job["dags"]))

    def _take(self, seconds: float) -> None:
        """A call takes its time, or as much as the alarm of its timeout leaves it."""
        taken = self._alarm.leaves(seconds)
        if not self._place().address.endswith(":alert"):  # dag.test() runs it in between, Airflow beside
            self._clock.pass_time(timedelta(seconds=taken))
        if taken < seconds:
            self._be_cut()

    def _be_cut(self) -> None:
        """Whoever has set the alarm says for what; the record is the last, since tasks run one at a time."""
        try:
            self._alarm.ring()
        except BaseException as error:
            cut = "Deadline" if type(error).__name__ == "Deadline" else "Timeout"
            self.stage.calls[-1] = replace(self.stage.calls[-1], error=cut)
            raise

    async def _take_async(self, seconds: float) -> None:
        self._take(seconds)

    def _sleep(self, seconds: float) -> None:
        """A task that waits lets time pass; Airflow waits because nothing can be scheduled, until something happens."""
        if _in_task():
            self._clock.pass_time(timedelta(seconds=seconds))
            return
        run = self._going[-1]
        self._idle += 1
        if self._idle > PATIENCE:
            raise RuntimeError(f"no task of {run} can be scheduled, and nothing helps")
        happening = next_happening(run, self._dags[run.dag_id], self._answer, self._job["dags"][run.dag_id]["comment"])
        if happening is not None:
            self._clock.show(max(happening.at, self._clock.now))
            happening.make()

    async def _sleep_async(self, seconds: float, *_result: object) -> None:
        self._clock.pass_time(timedelta(seconds=seconds))

    def _answer(self, ti: TaskInstance) -> Answer | None:
        """An answer that did not fit the form was none, and is not given again."""
        if ti.id in self._asked:
            return None
        step = self._job["dags"][ti.dag_id]["approvals"][ti.task_id]
        return self.stage.answer(f"{self._prefixes[ti.dag_id, ti.run_id]}{step}{index_of(ti)}")

    def _run_task(self, *, ti: TaskInstance, task: Any, **more: Any) -> Any:
        place = (ti.dag_id, ti.run_id, ti.task_id, ti.map_index)
        if ti.next_method is not None:
            self._asked.add(ti.id)
        else:
            self._clock.show(self._due.pop(place) if place in self._due else begin_of(ti, task))
        result = _run_task(ti=ti, task=task, **more)
        self._idle = 0
        due = due_of(ti, task)
        if due is not None:
            self._due[place] = due
        return result

    def _run_trigger(self, trigger: Any, ti: Any) -> Any:
        step = self._job["dags"][ti.dag_id]["calls"].get(ti.task_id)
        if step is not None:
            prefix = f"{self._prefixes[ti.dag_id, ti.run_id]}{step}{index_of(ti)}/"
            for run_id in trigger.run_ids:
                self._test_triggered(trigger.dag_id, run_id, prefix)
        return _run_trigger(trigger, ti)


def _in_task() -> bool:
    try:
        get_current_context()
    except RuntimeError:
        return False
    return True


def _keep_nothing(connection: Any, _record: object) -> None:
    """The database is gone after the last run, so that nobody waits for the disk."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()


if __name__ == "__main__":
    event.listen(Engine, "connect", _keep_nothing)
    initdb()
    serve(play)
