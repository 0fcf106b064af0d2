"""A target's engine as a process of its own: its runner, started in the engine's environment and asked in JSON lines.

Every target's `engine` uses it, because no engine can share an environment with the compiler; `wfc.scenario.serve` is
the other end. Engines' environments stand in the folder WFC_ENGINES, else in `.engines` of a folder above this one.
"""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, final

import wfc
from wfc.scenario.journal import Json
from wfc.target import EngineMissing

LAST_WORDS = 4000
"""So many characters of what a runner has printed are shown when it dies."""


class RunnerCrashed(Exception):
    """The runner could not play a job at all: a bug of ours. Holds its traceback, or its last words."""


@final
class Runner:
    """A runner's process; a context manager. `script` is run by path.

    Its environment is this one with `variables` added, but without those whose names begin with one of `without`.
    """

    def __init__(
        self, engine: str, script: Path, variables: Mapping[str, str] | None = None, without: tuple[str, ...] = ()
    ) -> None:
        self._command = [str(engine_python(engine)), str(script)]
        source = str(Path(wfc.__path__[0]).parent)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(without)}
        self._environment = {**kept, "PYTHONPATH": source, "PYTHONDONTWRITEBYTECODE": "1", **(variables or {})}
        self._process: subprocess.Popen[str] | None = None
        self._printed: IO[bytes] | None = None

    def __enter__(self) -> "Runner":
        self._printed = TemporaryFile()
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._printed,
            text=True,
            env=self._environment,
        )
        return self

    def __exit__(self, *exc: object) -> None:
        if self._process and self._printed:
            self._process.communicate()
            self._printed.close()
        self._process = self._printed = None

    def ask(self, job: Json) -> Json:
        """The runner's answer. Raises RunnerCrashed."""
        if not self._process or not self._process.stdin or not self._process.stdout:
            raise RuntimeError("the runner is not there: use it in a `with` statement")
        try:
            self._process.stdin.write(json.dumps(job) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise RunnerCrashed(self._last_words()) from None
        line = self._process.stdout.readline()
        answer = json.loads(line) if line else {"crash": self._last_words()}
        if "crash" in answer:
            raise RunnerCrashed(answer["crash"])
        return answer["answer"]

    def _last_words(self) -> str:
        if self._printed is None:
            return ""
        self._printed.seek(0)
        return "the runner has died, saying\n" + self._printed.read().decode("utf-8", "replace")[-LAST_WORDS:]


def engine_python(engine: str) -> Path:
    """The interpreter of an engine's environment. Raises EngineMissing."""
    here = Path.cwd()
    given = os.environ.get("WFC_ENGINES")
    folders = [Path(given)] if given else [folder / ".engines" for folder in (here, *here.parents)]
    for folder in folders:
        if (found := folder / engine / "bin" / "python").exists():
            return found
    advice = "run `make engines`, or set WFC_ENGINES to the folder that has it"
    raise EngineMissing(f"there is no {engine} engine: {advice}")
