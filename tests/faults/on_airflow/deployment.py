"""Deploys workflows on a real Airflow and plays on it; the side of the compiler's environment.

The other side is `player`. Airflow notices within seconds what by default takes it minutes; else it is set as a team
would set it.
"""

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_server
from tempfile import TemporaryDirectory
from typing import Any, final

import wfc
import wfc_targets
from tests.conformance.corpus import ROOT
from wfc.driver import compile_with_children
from wfc.ir.nodes import Workflow
from wfc.ir.walk import family
from wfc.runner import Runner
from wfc.scenario.cast import cast
from wfc.scenario.journal import Json
from wfc.scenario.model import Scenario
from wfc.target import Job, default_options
from wfc_targets.airflow import TARGET
from wfc_targets.airflow.engine.client import CLEAN, NAME, conf_of, facts_of
from wfc_targets.airflow.lower import lower
from wfc_targets.airflow.plan import Plan

HERE = Path(__file__).parent
OPTIONS = default_options(TARGET)
ROOTS = (str(ROOT / "specs"),)
LOOK = 60
"""Seconds; whoever does not answer for minutes is taken for dead."""

SETTINGS = {
    "core__executor": "LocalExecutor",
    "core__parallelism": "6",
    "core__load_examples": "False",
    "core__unit_test_mode": "False",
    "core__dags_are_paused_at_creation": "False",
    "core__simple_auth_manager_all_admins": "True",
    "api__host": "127.0.0.1",
    "api__workers": "1",
    "scheduler__scheduler_heartbeat_sec": "1",
    "scheduler__scheduler_health_check_threshold": "30",
    "scheduler__orphaned_tasks_check_interval": "3",
    "scheduler__task_instance_heartbeat_sec": "5",
    "scheduler__task_instance_heartbeat_timeout": "90",
    "scheduler__task_instance_heartbeat_timeout_detection_interval": "2",
    "scheduler__max_dagruns_to_create_per_loop": "100",
    "scheduler__max_dagruns_per_loop_to_schedule": "100",
    "dag_processor__refresh_interval": "2",
    "dag_processor__min_file_process_interval": "3600",
    "logging__logging_level": "WARNING",
}


_NOTHING = Scenario(name="", file="", workflow="", input=None, context=None, operations={})


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """One run: of a workflow whose durations are already scaled, with a fault (`before charge 2`) or none."""

    workflow: Workflow
    scenario: Scenario
    scale: float
    fault: str = ""


@final
class Deployment:
    """A running Airflow that has some workflows."""

    def __init__(self, runner: Runner, workflows: Iterable[Workflow]) -> None:
        self._runner = runner
        members = {one.name: one for workflow in workflows for one in family(workflow)}
        self.plans: Mapping[str, Plan] = {name: lower(one, OPTIONS) for name, one in members.items()}

    def play(self, plays: Iterable[Play], *, patience: float, restart_at: int | None, times: int) -> list[Json]:
        """What the platform and the ledger tell of each, played all at once."""
        asked = {
            "plays": [_asked(one) for one in plays],
            "patience": patience,
            "restart_at": restart_at,
            "times": times,
        }
        return list(_ask(self._runner, asked))


def _ask(runner: Runner, job: Json) -> Json:
    """Ask, and look after what has begun until there is an answer."""
    answer = runner.ask(job)
    while answer is None:
        answer = runner.ask({"look": LOOK})
    return answer


def _asked(play: Play) -> dict[str, Any]:
    job = Job(workflow=play.workflow, files={}, scenario=play.scenario, roots=ROOTS, time_scale=play.scale)
    return {
        "dag_id": play.workflow.name,
        "conf": conf_of(job),
        "casting": cast(play.workflow, play.scenario, play.scale),
        "fault": play.fault,
    }


@contextmanager
def deployed(workflows: tuple[Workflow, ...]) -> Iterator[Deployment]:
    """Airflow with these workflows while the block runs. Raises EngineMissing."""
    with TemporaryDirectory(prefix="wfc-airflow-") as name:
        home = Path(name)
        home.chmod(0o755)  # PostgreSQL may have to run as somebody else
        with Runner(NAME, HERE / "player.py", _variables(home), CLEAN) as runner:
            deployment = Deployment(runner, workflows)
            _ask(runner, _first_job(workflows, deployment.plans))
            yield deployment


def _first_job(workflows: Iterable[Workflow], plans: Mapping[str, Plan]) -> dict[str, Any]:
    files: dict[str, str] = {}
    operations: dict[str, Any] = {}
    for workflow in workflows:
        files |= {name: text.decode() for name, text in compile_with_children(workflow, TARGET, OPTIONS).files.items()}
        operations |= cast(workflow, _NOTHING, 1.0)["operations"]
    return {"files": files, "dags": {name: facts_of(plan) for name, plan in plans.items()}, "operations": operations}


def _variables(home: Path) -> dict[str, str]:
    """What all of Airflow's processes see, the player included."""
    port = _free_port()
    settings = {
        **SETTINGS,
        "core__dags_folder": str(home / "dags"),
        "core__execution_api_server_url": f"http://127.0.0.1:{port}/execution/",
        "database__sql_alchemy_conn": f"postgresql+psycopg2://airflow@/postgres?host={home / 'postgres'}",
        "api__port": str(port),
        "api__secret_key": secrets.token_hex(),
        "api_auth__jwt_secret": secrets.token_hex(),
        "logging__base_log_folder": str(home / "logs"),
    }
    sources = (ROOT, *(Path(package.__path__[0]).parent for package in (wfc, wfc_targets)), *ROOTS)
    return {
        **{f"AIRFLOW__{name.upper()}": value for name, value in settings.items()},
        "AIRFLOW_HOME": str(home),
        "PYTHONPATH": os.pathsep.join(map(str, sources)),
        "PYTHONWARNINGS": "ignore",
    }


def _free_port() -> int:
    with create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
