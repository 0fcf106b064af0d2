"""A target's engine as a process of its own: its runner, started in the engine's environment and asked in JSON lines.

Every target's `engine` uses it, because no engine can share an environment with the compiler; `wfc.scenario.serve` is
the other end. Engines' environments stand in the folder WFC_ENGINES, else in `.engines` of a folder above this one.
"""

import json
import os
import subprocess
from collections.abc import Mapping
from os import killpg
from pathlib import Path
from signal import SIGKILL
from tempfile import TemporaryFile
from threading import Timer
from typing import IO, final

import wfc
from wfc.scenario.journal import Json
from wfc.target import EngineMissing

PATIENCE = 300
"""Seconds after which a job counts as stuck."""

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
            start_new_session=True,
        )
        return self

    def __exit__(self, *exc: object) -> None:
        if self._process and self._printed:
            self._process.communicate()
            self._printed.close()
        self._process = self._printed = None

    def ask(self, job: Json) -> Json:
        """The runner's answer. Raises RunnerCrashed; a runner that has died, or was stuck, is there anew then."""
        if not self._process:
            raise RuntimeError("the runner is not there: use it in a `with` statement")
        stuck = Timer(PATIENCE, killpg, (self._process.pid, SIGKILL))
        stuck.start()
        try:
            line = _exchange(self._process, json.dumps(job))
        finally:
            stuck.cancel()
        if not line:
            last_words = self._last_words()
            self.__exit__()
            self.__enter__()
            raise RunnerCrashed(last_words)
        answer = json.loads(line)
        if "crash" in answer:
            raise RunnerCrashed(answer["crash"])
        return answer["answer"]

    def _last_words(self) -> str:
        if self._printed is None:
            return ""
        self._printed.seek(0)
        words = self._printed.read().decode("utf-8", "replace")[-LAST_WORDS:]
        return f"the runner has died, or was killed after {PATIENCE} seconds, saying\n{words}"


def _exchange(process: subprocess.Popen[str], message: str) -> str:
    """The line that answers a line; nothing when the process has died."""
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(message + "\n")
        process.stdin.flush()
    except BrokenPipeError:
        return ""
    return process.stdout.readline()


def engine_python(engine: str) -> Path:
    """The interpreter of an engine's environment. Raises EngineMissing."""
    return engine_folder(engine, "bin/python") / "bin" / "python"


def engine_folder(engine: str, content: str = "") -> Path:
    """Where an engine is, with `content` in it. Raises EngineMissing."""
    here = Path.cwd()
    given = os.environ.get("WFC_ENGINES")
    folders = [Path(given)] if given else [folder / ".engines" for folder in (here, *here.parents)]
    for folder in folders:
        if (folder / engine / content).exists():
            return folder / engine
    advice = "run `make engines`, or set WFC_ENGINES to the folder that has it"
    raise EngineMissing(f"there is no {engine} engine: {advice}")
