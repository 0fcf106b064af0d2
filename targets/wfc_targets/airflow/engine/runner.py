"""Runs generated DAGs in the engine's environment: one JSON line a run in, one out. Started by `client` by path.

In:  {"file": name, "dag": text, "dag_id": ..., "conf": ..., "addresses": {task id: address}, "cast": ..., "roots": [folder, ...]}
Out: {"run_id": ..., "state": ..., "states": {task id: state}, "xcoms": {task id: {key: value}}, "calls": [call, ...]},
     {"refused": why} when Airflow does not start such a run, or {"crash": traceback}
"""

import json
import os
import sys
import traceback
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG, get_current_context
from airflow.sdk.exceptions import ParamValidationError
from airflow.utils.db import initdb
from clock import Clock, instead_of_sleep, let_timeout_strike, virtual_time
from history import next_retry, read_history

from wfc.scenario.stage import Place, Stage
from wfc.scenario.stub import on_stage

FOLDER = Path(os.environ["AIRFLOW__CORE__DAGS_FOLDER"])
DAYS = count()
PATIENCE = 1000
"""How often Airflow may find nothing to do in a run that is not at its end; skipping tasks takes it another look."""


def play(job: dict[str, Any]) -> dict[str, Any]:
    """Play one scenario on a DAG."""
    sys.path[:0] = [root for root in job["roots"] if root not in sys.path]
    with virtual_time(next(DAYS)) as clock, on_stage(_stage(job, clock)) as stage:
        dag = _load(job)

        idle = iter(range(PATIENCE))

        def wake(_seconds: float) -> None:
            due = next_retry(dag)
            if due is not None:
                clock.pass_until(due)
            elif next(idle, None) is None:
                raise RuntimeError("no task can be scheduled, and none waits for a retry")

        with instead_of_sleep(wake):
            try:
                run = dag.test(run_conf=job["conf"])
            except ParamValidationError as error:
                return {"refused": str(error)}
    run_id = f"{dag.dag_id}/{run.run_id}"
    return {"run_id": run_id, **read_history(run), "calls": stage.journal_calls(run_id)}


def _stage(job: dict[str, Any], clock: Clock) -> Stage:
    addresses: dict[str, str] = job["addresses"]

    def place() -> Place:
        clock.settle()
        ti = get_current_context()["ti"]
        return Place(addresses[ti.task_id], ti.try_number)

    def sleep(seconds: float) -> None:
        ti = get_current_context()["ti"]
        limit = ti.task.execution_timeout
        alert = addresses[ti.task_id].endswith(":alert")
        cut = limit is not None and timedelta(seconds=seconds) > limit
        if not alert:  # Airflow runs it beside the rest, dag.test() in between
            clock.pass_time(limit if cut else timedelta(seconds=seconds))
        if cut:
            let_timeout_strike()

    async def sleep_async(seconds: float) -> None:
        sleep(seconds)

    return Stage(cast=job["cast"], place=place, sleep=sleep, sleep_async=sleep_async)


def _load(job: dict[str, Any]) -> DAG:
    """The DAG, alone in the folder that Airflow looks into; fresh, because a run leaves its conf in the params."""
    for old in FOLDER.glob("*.py"):
        old.unlink()
    (FOLDER / job["file"]).write_text(job["dag"], "utf-8")
    bag = DagBag(str(FOLDER))
    if bag.import_errors:
        raise ImportError("\n".join(bag.import_errors.values()))
    return bag.dags[job["dag_id"]]


def main() -> None:
    """Answer until there is nothing more to read. What Airflow prints must not mix with the answers."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    initdb()
    for line in sys.stdin:
        try:
            answer = play(json.loads(line))
        except Exception:
            answer = {"crash": traceback.format_exc()}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
