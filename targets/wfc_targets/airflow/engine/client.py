"""Starts the runner in the engine's environment and hands it jobs, one after another."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from wfc.runner import Runner
from wfc.scenario.cast import cast
from wfc.scenario.journal import Journal
from wfc.target import Job
from wfc_targets.airflow.lower import lower
from wfc_targets.airflow.plan import Plan
from wfc_targets.airflow.support import OPTIONS
from wfc_targets.airflow.trace import journal_of
from wfc_targets.airflow.triggers import context_key

NAME = "airflow"
CLEAN = ("AIRFLOW",)
"""Beginnings of variables that must not reach the runner: it has an Airflow of its own."""


class AirflowEngine:
    """An Airflow with its own empty metadata database, in a process of its own."""

    time_scale = 1.0

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._runner: Runner | None = None

    def __enter__(self) -> Self:
        home = Path(self._stack.enter_context(TemporaryDirectory(prefix="wfc-airflow-")))
        (home / "dags").mkdir()
        runner = Runner(NAME, Path(__file__).with_name("runner.py"), _variables(home), CLEAN)
        self._runner = self._stack.enter_context(runner)
        return self

    def __exit__(self, *exc: object) -> None:
        self._runner = None
        self._stack.close()

    def run(self, job: Job) -> Journal:
        """Run a DAG and read its journal from the metadata database."""
        if self._runner is None:
            raise RuntimeError("the engine is not running: use it in a `with` statement")
        plan = lower(job.workflow, {name: option.default for name, option in OPTIONS.items()})
        return journal_of(job.workflow, plan, self._runner.ask(_message(job, plan)))


def _variables(home: Path) -> dict[str, str]:
    """An Airflow that knows nothing but the DAG under test."""
    return {
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
