"""The compiler's side of the engine: one runner process, one server in it, scenarios one after another."""

import os
from pathlib import Path
from typing import Self, final

import wfc
import wfc_targets
from wfc.ir.nodes import Workflow
from wfc.ir.types import ModelRef
from wfc.ir.walk import family
from wfc.runner import Runner, RunnerCrashed
from wfc.scenario.cast import cast
from wfc.scenario.journal import Journal, Json
from wfc.target import Job
from wfc_targets.temporal.trace import read_trace

SERVER = "WFC_TEMPORAL_SERVER"
"""`test` (the default) skips time, `dev` is the server people run; there delays are waited for, shortened."""
_TIME_SCALES = {"test": 30.0, "dev": 0.1}
"""The test server's clock goes on between its leaps: on a busy machine for seconds, which longer delays outweigh."""


@final
class TemporalEngine:
    """Temporal, with its Python SDK, in a process of its own."""

    def __init__(self) -> None:
        server = os.environ.get(SERVER, "test")
        self._time_scale = _TIME_SCALES[server]
        sources = os.pathsep.join(str(Path(package.__path__[0]).parent) for package in (wfc, wfc_targets))
        script = Path(__file__).with_name("runner.py")
        # TEMPORAL_DEBUG: a workflow task that takes long on a busy machine is no deadlock.
        self._runner = Runner("temporal", script, {SERVER: server, "PYTHONPATH": sources, "TEMPORAL_DEBUG": "1"})

    @property
    def time_scale(self) -> float:
        return self._time_scale

    def __enter__(self) -> Self:
        self._runner.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._runner.__exit__(*exc)

    def run(self, job: Job) -> Journal:
        return read_trace(self._ask(question(job)))

    def _ask(self, asked: Json) -> Json:
        try:
            return self._runner.ask(asked)
        except RunnerCrashed:  # what is left of this run would disturb the next
            self._runner.__exit__()
            self._runner.__enter__()
            raise


def question(job: Job) -> Json:
    """What the runner is told of a job."""
    return {
        "packages": [one.name for one in family(job.workflow)],
        "files": {path: content.decode() for path, content in job.files.items()},
        "roots": list(job.roots),
        "cast": cast(job.workflow, job.scenario, job.time_scale),
        "arguments": _arguments(job.workflow, job.scenario.input, job.scenario.context),
    }


def _arguments(workflow: Workflow, given: Json, context: Json) -> list[Json]:
    pairs = ((workflow.input, given), (workflow.context, context))
    return [value for of, value in pairs if isinstance(of, ModelRef)]
