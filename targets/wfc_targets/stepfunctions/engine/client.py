"""Starts the runner in the engine's environment and hands it jobs, one after another."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import wfc
import wfc_targets
from wfc.scenario.cast import cast
from wfc.scenario.journal import Journal
from wfc.target import EngineMissing, Job
from wfc_targets.stepfunctions.names import address
from wfc_targets.stepfunctions.trace import journal_of

NAME = "stepfunctions"
RUNNER = ("-m", "wfc_targets.stepfunctions.engine.runner")


class RunnerCrashed(Exception):
    """The runner could not run a generated machine at all: a bug of ours. Holds its traceback."""


class StepFunctionsEngine:
    """An interpreter of Amazon States Language in a process of its own; `runner` are its Python arguments."""

    time_scale = 1.0

    def __init__(self, runner: tuple[str, ...] = RUNNER) -> None:
        self._runner = runner
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "StepFunctionsEngine":
        command = [str(engine_python()), *self._runner]
        source_roots = os.pathsep.join(str(Path(package.__path__[0]).parent) for package in (wfc, wfc_targets))
        environment = {**os.environ, "PYTHONPATH": source_roots, "PYTHONDONTWRITEBYTECODE": "1"}
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        return self

    def __exit__(self, *exc: object) -> None:
        if self._process is not None:
            self._process.communicate()
            self._process = None

    def run(self, job: Job) -> Journal:
        """Run a machine and read its journal from the history."""
        answer = self.play(job)
        return journal_of(job.workflow, answer["history"], answer["calls"], answer["run_id"])

    def play(self, job: Job) -> dict[str, Any]:
        """Run a machine: its history and the calls it made (see `runner`)."""
        return self._ask(message_of(job))

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the engine is not running: use it in a `with` statement")
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline() or '{"crash": "the runner has died"}')
        if "crash" in answer:
            raise RunnerCrashed(answer["crash"])
        return answer


def engine_python() -> Path:
    """The interpreter of the engine's environment, from WFC_ENGINES or `.engines` in a folder above. Raises
    EngineMissing."""
    here = Path.cwd()
    given = os.environ.get("WFC_ENGINES")
    folders = [Path(given)] if given else [folder / ".engines" for folder in (here, *here.parents)]
    for folder in folders:
        if (found := folder / NAME / "bin" / "python").exists():
            return found
    raise EngineMissing(f"there is no {NAME} engine: run `make engines`, or set WFC_ENGINES to the folder that has it")


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
