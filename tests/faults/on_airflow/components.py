"""Airflow as it is deployed: API server, scheduler with its workers, DAG processor and triggerer, each a process."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

COMMANDS = {
    "api": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}


class Components:
    """The processes; what they print is in files of their names. `inherited`: what only the scheduler's children see,
    which run the tasks.
    """

    def __init__(self, home: Path, inherited: Mapping[str, str]) -> None:
        self._home = home
        self._inherited = inherited
        self._processes: dict[str, psutil.Popen] = {}

    @contextmanager
    def running(self) -> Iterator[None]:
        """All of them while the block runs."""
        subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], check=True, capture_output=True)
        try:
            for name in COMMANDS:
                self.start(name)
            yield
        finally:
            for name in COMMANDS:
                self.kill(name)

    def start(self, name: str) -> None:
        """Start one."""
        more = self._inherited if name == "scheduler" else {}
        command = [sys.executable, "-m", "airflow", *COMMANDS[name]]
        with (self._home / f"{name}.log").open("ab") as log:
            self._processes[name] = psutil.Popen(command, env={**os.environ, **more}, stdout=log, stderr=log)

    def kill(self, name: str) -> None:
        """End one and all that it has started, as when its machine goes."""
        process = self._processes.pop(name, None)
        if process is None or not process.is_running():
            return
        family = [process, *process.children(recursive=True)]
        for one in family:
            one.kill()
        psutil.wait_procs(family)

    def check(self) -> None:
        """Raise, with what they have printed last, if one has ended by itself."""
        if all(process.poll() is None for process in self._processes.values()):
            return
        printed = (f"== {log.name}\n{log.read_text()[-2000:]}" for log in sorted(self._home.glob("*.log")))
        raise RuntimeError("\n".join(printed))
