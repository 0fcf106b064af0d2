"""Starts the runner in the engine's environment and hands it jobs, one after another."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import wfc
import wfc_targets
from wfc.ir.nodes import Workflow
from wfc.ir.walk import family
from wfc.runner import Runner
from wfc.scenario.cast import cast
from wfc.scenario.journal import Journal, Json
from wfc.target import Job
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.sites import call_sites
from wfc_targets.stepfunctions.template import ALIAS_OF
from wfc_targets.stepfunctions.trace import journal_of

RUNNER = Path(__file__).with_name("runner.py")
FILES = ("handlers.py", "template.json")


class StepFunctionsEngine:
    """An interpreter of Amazon States Language in a process of its own; `script` is the runner."""

    time_scale = 1.0

    def __init__(self, script: Path = RUNNER) -> None:
        sources = os.pathsep.join(str(Path(package.__path__[0]).parent) for package in (wfc, wfc_targets))
        self._runner = Runner("stepfunctions", script, {"PYTHONPATH": sources})

    def __enter__(self) -> Self:
        self._runner.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._runner.__exit__(*exc)

    def run(self, job: Job) -> Journal:
        """Run a machine and read its journal from the history."""
        answer = self.play(job)
        return journal_of(job.workflow, answer["runs"], answer["calls"])

    def play(self, job: Job) -> Json:
        """Run a machine: the histories of its run and of those it has started, and the calls they made."""
        return self._runner.ask(message_of(job))


def message_of(job: Job) -> dict[str, Any]:
    """What the runner needs to know."""
    return {
        "machines": {names.machine(one.name): _machine(one, job.files) for one in family(job.workflow)},
        "main": names.machine(job.workflow.name),
        "cast": cast(job.workflow, job.scenario, job.time_scale),
        "input": {"input": job.scenario.input, "context": job.scenario.context},
        "roots": list(job.roots),
    }


def _machine(workflow: Workflow, files: Mapping[str, bytes]) -> dict[str, Any]:
    name = names.machine(workflow.name)
    texts = {file: files[f"{workflow.name}/{file}"].decode() for file in (f"{name}.asl.json", *FILES)}
    parameters = json.loads(texts["template.json"])["Parameters"]
    return {
        "name": name,
        "definition": texts[f"{name}.asl.json"],
        "handlers": texts["handlers.py"],
        "decide": names.decide(workflow.name),
        "deadline": workflow.deadline,
        "substitutions": {parameter: _arn(about["Description"]) for parameter, about in parameters.items()},
        "addresses": call_sites(workflow, json.loads(texts[f"{name}.asl.json"])),
    }


def _arn(about: str) -> str:
    """The ARN that a parameter of the template is described to be."""
    if about.startswith(ALIAS_OF):
        return f"arn:aws:states:us-east-1:123456789012:stateMachine:{about.removeprefix(ALIAS_OF)}:live"
    return f"arn:aws:lambda:us-east-1:123456789012:function:{about.rpartition('.')[2]}"
