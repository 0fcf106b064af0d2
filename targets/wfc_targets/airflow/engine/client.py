"""Starts the runner in the engine's environment and hands it jobs, one after another."""

import json
import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import wfc
from wfc.scenario.cast import cast
from wfc.scenario.journal import Journal
from wfc.target import EngineMissing, Job
from wfc_targets.airflow.lower import lower
from wfc_targets.airflow.plan import Plan
from wfc_targets.airflow.support import OPTIONS
from wfc_targets.airflow.trace import journal_of
from wfc_targets.airflow.triggers import context_key

NAME = "airflow"
CLEAN = ("AIRFLOW", "PYTHONPATH")
"""Beginnings of variables that must not reach the runner: it has an Airflow of its own."""


class RunnerCrashed(Exception):
    """The runner could not run a generated DAG at all: a bug of ours. Holds its traceback."""


class AirflowEngine:
    """An Airflow with its own empty metadata database, in a process of its own."""

    time_scale = 1.0

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._home: TemporaryDirectory[str] | None = None

    def __enter__(self) -> "AirflowEngine":
        python = _python()
        self._home = TemporaryDirectory(prefix="wfc-airflow-")
        command = [str(python), str(Path(__file__).with_name("runner.py"))]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=_environment(Path(self._home.name)),
            cwd=self._home.name,
        )
        return self

    def __exit__(self, *exc: object) -> None:
        if self._process is not None:
            self._process.communicate()
            self._process = None
        if self._home is not None:
            self._home.cleanup()

    def run(self, job: Job) -> Journal:
        """Run a DAG and read its journal from the metadata database."""
        plan = lower(job.workflow, {name: option.default for name, option in OPTIONS.items()})
        return journal_of(job.workflow, plan, self._ask(_message(job, plan)))

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the engine is not running: use it in a `with` statement")
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline() or '{"crash": "the runner has died"}')
        if "crash" in answer:
            raise RunnerCrashed(answer["crash"])
        return answer


def _python() -> Path:
    """The interpreter of the engine's environment, from WFC_ENGINES or `.engines` in a folder above. Raises
    EngineMissing.
    """
    here = Path.cwd()
    given = os.environ.get("WFC_ENGINES")
    folders = [Path(given)] if given else [folder / ".engines" for folder in (here, *here.parents)]
    for folder in folders:
        if (found := folder / NAME / "bin" / "python").exists():
            return found
    raise EngineMissing(f"there is no {NAME} engine: run `make engines`, or set WFC_ENGINES to the folder that has it")


def _environment(home: Path) -> dict[str, str]:
    """The runner's environment: an Airflow that knows nothing but the DAG under test."""
    (home / "dags").mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(CLEAN)}
    return kept | {
        "PYTHONPATH": str(Path(wfc.__path__[0]).parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONWARNINGS": "ignore",
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(home / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "CRITICAL",
    }


def _message(job: Job, plan: Plan) -> dict[str, Any]:
    """What the runner needs to know."""
    ((name, content),) = job.files.items()
    return {
        "file": name,
        "dag": content.decode(),
        "dag_id": plan.dag_id,
        "conf": _conf(job),
        "addresses": dict(plan.addresses),
        "cast": cast(job.workflow, job.scenario, job.time_scale),
        "roots": list(job.roots),
    }


def _conf(job: Job) -> Any:
    """The scenario's input and context as somebody would start the DAG by hand."""
    given = job.scenario.input if isinstance(job.scenario.input, dict) else {}
    if job.workflow.context is None or job.scenario.context is None:
        return given
    return {**given, context_key(job.workflow): job.scenario.context}
