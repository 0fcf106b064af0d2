"""The `wfc` command as a user types it."""

import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from wfc.cli import cli

MAIN = (sys.executable, "-c", "from wfc.cli import main; main()")
HELLO = """
from wfc import Operation, Step, Workflow


def greet(name: str) -> None: ...


Greet = Operation("hello.greet", handler=greet, effect="write", idempotent="natural", irreversible=True)

hello = Workflow(
    key="hello",
    version="1.0.0",
    steps=[Step(id="greet", operation=Greet, inputs=lambda: {"name": "you"}, timeout="5s")],
)
"""


def wfc(*args: str) -> Result:
    """The command in this process; an exception that it does not handle fails the test."""
    return CliRunner().invoke(cli, args, catch_exceptions=False)


def wfc_process(*args: str, env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """The command in a process of its own, with pipes for its output."""
    return subprocess.run([*MAIN, *args], env=env, capture_output=True, text=True, check=False)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
