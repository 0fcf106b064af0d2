"""Starts the runner in the engine's environment and hands it jobs, one after another."""

import os
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import wfc
import wfc_targets
from wfc.ir.walk import family
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
        options = {name: option.default for name, option in OPTIONS.items()}
        plans = {workflow.name: lower(workflow, options) for workflow in family(job.workflow)}
        return journal_of(job.workflow, plans, self._runner.ask(_message(job, plans)))


def _variables(home: Path) -> dict[str, str]:
    """An Airflow that knows nothing but the DAG under test."""
    return {
        "PYTHONPATH": os.pathsep.join(str(Path(package.__path__[0]).parent) for package in (wfc, wfc_targets)),
        "PYTHONWARNINGS": "ignore",
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(home / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "CRITICAL",
    }


def _message(job: Job, plans: Mapping[str, Plan]) -> dict[str, Any]:
    """What the runner needs to know."""
    return {
        "files": {name: content.decode() for name, content in job.files.items()},
        "dag_id": job.workflow.name,
        "conf": conf_of(job),
        "dags": {plan.dag_id: facts_of(plan) for plan in plans.values()},
        "cast": cast(job.workflow, job.scenario, job.time_scale),
        "roots": list(job.roots),
    }


def facts_of(plan: Plan) -> dict[str, Any]:
    """What whoever runs a DAG needs to know of how it was lowered."""
    return {
        "addresses": dict(plan.addresses),
        "calls": dict(plan.calls),
        "approvals": dict(plan.approvals),
        "comment": plan.comment,
    }


def conf_of(job: Job) -> Any:
    """The scenario's input and context as somebody would start the DAG by hand."""
    given = job.scenario.input if isinstance(job.scenario.input, dict) else {}
    if job.workflow.context is None or job.scenario.context is None:
        return given
    return {**given, context_key(job.workflow): job.scenario.context}
