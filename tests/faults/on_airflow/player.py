"""Plays sagas on an Airflow as it is deployed, with PostgreSQL, while its processes are killed.

Runs in Airflow's environment; one JSON line a job in, one out. The first job is what to deploy:

    {"files": {name: text}, "dags": {dag id: facts}, "operations": {key: ...}}

Then comes what to play, all at once:

    {"plays": [{"dag_id": ..., "conf": ..., "casting": ..., "fault": ...}, ...], "patience": seconds without progress,
     "restart_at": when so many are struck, the scheduler's machine goes, or null, "times": how often each is asked for}

and after either `{"look": seconds}`, as often as the answer to it is null. The answer to a deployment is true. That to
plays has for each play {"runs", "calls",
"effects", "struck", "at_end", "lost"}, where `lost` has the state of each task when the run has not ended in time; or
{"refused": why, ...} when Airflow would not begin it.
"""

import json
import os
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from airflow.models.dagrun import DagRun
from airflow.models.serialized_dag import SerializedDagModel
from airflow.models.taskinstance import TaskInstance
from airflow.utils.session import create_session

from tests.faults.ledger import begin_play, count_deliveries, is_struck, open_ledger, told
from tests.faults.on_airflow.api import Api
from tests.faults.on_airflow.components import Components
from tests.faults.on_airflow.postgres import postgres
from tests.faults.on_airflow.scenes import run_name, scene_of
from wfc.scenario.serve import serve
from wfc_targets.airflow.engine.history import read_history, tell

HOME = Path(os.environ["AIRFLOW_HOME"])
LEDGER = HOME / "ledger.db"
DEPLOYED = HOME / "deployed.json"
HANDLERS = {
    "WFC_LEDGER": str(LEDGER),
    "WFC_DEPLOYED": str(DEPLOYED),
    "PYTHONPATH": os.pathsep.join((str(Path(__file__).parent / "scheduler"), os.environ["PYTHONPATH"])),
}
ENDS = ("success", "failed")
LOOK = 1.0
"""Seconds between two looks at how it goes."""


@dataclass(kw_only=True)
class Group:
    """Runs that are played at once, by DAG. `ended`: after how many calls each has, so far."""

    dags: dict[str, str]
    refused: dict[str, str]
    patience: float
    restart_at: int | None
    ended: dict[str, int] = field(default_factory=dict)
    progress: tuple[int, int] = (0, 0)
    moved: float = field(default_factory=time.monotonic)

    def is_stuck(self) -> bool:
        """Has nothing happened for too long? How fast it goes is the machine's affair."""
        progress = _progress(self.dags)
        if progress != self.progress:
            self.progress, self.moved = progress, time.monotonic()
        return time.monotonic() - self.moved > self.patience

    def going(self) -> set[str]:
        """Those that have not ended."""
        return self.dags.keys() - self.refused.keys() - self.ended.keys()


class Player:
    """Airflow, and one group of plays after another."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._numbers = count(1)
        self._components = Components(HOME, HANDLERS)
        self._api = Api(int(os.environ["AIRFLOW__API__PORT"]))
        self._wanted: set[str] = set()
        self._group = Group(dags={}, refused={}, patience=0, restart_at=None)

    def play(self, job: dict[str, Any]) -> Any:
        """One job."""
        if "files" in job:
            return self._deploy(job)
        if "plays" in job:
            return self._begin(job)
        return self._look(job["look"]) if self._group.dags else self._is_ready(job["look"])

    def _deploy(self, job: dict[str, Any]) -> None:
        for folder in ("dags", "postgres"):
            (HOME / folder).mkdir()
        for name, text in job["files"].items():
            (HOME / "dags" / name).write_text(text, "utf-8")
        DEPLOYED.write_text(json.dumps(job), "utf-8")
        open_ledger(LEDGER)
        self._stack.enter_context(postgres(HOME / "postgres"))
        self._stack.enter_context(self._components.running())
        self._wanted = set(job["dags"])

    def _is_ready(self, seconds: float) -> bool | None:
        """Somebody answers, and can run what is deployed."""
        until = time.monotonic() + seconds
        while not self._api.is_up() or self._wanted - _dags():
            if time.monotonic() > until:
                self._components.check()
                return None
            time.sleep(LOOK)
        return True

    def _begin(self, job: dict[str, Any]) -> None:
        plays = {run_name(next(self._numbers)): play for play in job["plays"]}
        refused: dict[str, str] = {}
        for run_id, play in plays.items():
            begin_play(LEDGER, run_id, play["casting"], play["fault"])
            answers = [self._api.start(play["dag_id"], run_id, play["conf"]) for _ in range(job["times"])]
            if answers.count(None) > 1:
                raise RuntimeError(f"{run_id} has begun more than once")
            if answers[0]:
                refused[run_id] = answers[0]
        dags = {run_id: play["dag_id"] for run_id, play in plays.items()}
        self._group = Group(dags=dags, refused=refused, patience=job["patience"], restart_at=job["restart_at"])

    def _look(self, seconds: float) -> list[Any] | None:
        """What came of the plays, or None when that is not certain within so many seconds."""
        group, until = self._group, time.monotonic() + seconds
        while going := group.going():
            for run_id in _ended(going):
                group.ended[run_id] = count_deliveries(LEDGER, run_id)
            self._restart(group)
            if group.is_stuck():
                for run_id in group.going():
                    self._api.give_up(group.dags[run_id], run_id)
                break
            if time.monotonic() > until:
                return None
            time.sleep(LOOK)
        return [_told(run_id, group.ended.get(run_id), group.refused.get(run_id)) for run_id in group.dags]

    def _restart(self, group: Group) -> None:
        """Once, when so many runs have been struck."""
        if group.restart_at is None or sum(is_struck(LEDGER, one) for one in group.dags) < group.restart_at:
            return
        self._components.kill("scheduler")
        self._components.start("scheduler")
        group.restart_at = None


def _dags() -> set[str]:
    """The DAGs that the scheduler knows."""
    with create_session() as session:
        return {one.dag_id for one in session.query(SerializedDagModel)}


def _progress(run_ids: Iterable[str]) -> tuple[int, int]:
    """How many calls have been made, and how many tasks are over."""
    with create_session() as session:
        over = session.query(TaskInstance).filter(TaskInstance.end_date.is_not(None)).count()
    return sum(count_deliveries(LEDGER, run_id) for run_id in run_ids), over


def _ended(run_ids: Iterable[str]) -> set[str]:
    with create_session() as session:
        ended = session.query(DagRun.run_id).filter(DagRun.run_id.in_(list(run_ids)), DagRun.state.in_(ENDS))
        return {run_id for (run_id,) in ended}


def _told(run_id: str, at_end: int | None, refused: str | None) -> dict[str, Any]:
    runs, known = _family(run_id), told(LEDGER, run_id)
    kept = {"effects": known["effects"], "struck": is_struck(LEDGER, run_id), "at_end": at_end or 0, "lost": None}
    if refused is not None:
        return {**kept, "refused": refused}
    if at_end is None:
        return {**kept, "lost": [read_history(run)["states"] for run, _ in runs]}
    return {**kept, **tell(runs, known["calls"])}


def _family(run_id: str) -> list[tuple[DagRun, str]]:
    """A run and those that it has called, itself first, each with what stands before its addresses."""
    with create_session() as session:
        found = session.query(DagRun).filter(DagRun.run_id.contains(run_id)).order_by(DagRun.id).all()
    scenes = [(run, *scene_of(run.run_id)) for run in found]
    return [(run, prefix) for run, play, prefix in scenes if play == run_id]


if __name__ == "__main__":
    with ExitStack() as stack:
        serve(Player(stack).play)
