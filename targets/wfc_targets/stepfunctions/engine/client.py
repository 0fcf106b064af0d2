"""Starts the runner in the engine's environment and hands it jobs, one after another."""

import json
import os
from pathlib import Path
from typing import Any, Self

import wfc
import wfc_targets
from wfc.runner import Runner
from wfc.scenario.cast import cast
from wfc.scenario.journal import Journal, Json
from wfc.target import Job
from wfc_targets.stepfunctions.names import address
from wfc_targets.stepfunctions.trace import journal_of

RUNNER = Path(__file__).with_name("runner.py")


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
        return journal_of(job.workflow, answer["history"], answer["calls"], answer["run_id"])

    def play(self, job: Job) -> Json:
        """Run a machine: its history and the calls it made (see `runner`)."""
        return self._runner.ask(message_of(job))


def message_of(job: Job) -> dict[str, Any]:
    """What the runner needs to know."""
    texts = {path.rpartition("/")[2]: data.decode() for path, data in job.files.items()}
    definition = next(text for name, text in texts.items() if name.endswith(".asl.json"))
    parameters = json.loads(texts["template.json"])["Parameters"]
    return {
        "definition": definition,
        "handlers": texts["handlers.py"],
        "functions": {name: about["Description"].rpartition(".")[2] for name, about in parameters.items()},
        "addresses": {state: address(state) for state in json.loads(definition)["States"]},
        "cast": cast(job.workflow, job.scenario, job.time_scale),
        "input": {"input": job.scenario.input, "context": job.scenario.context},
        "roots": list(job.roots),
    }
