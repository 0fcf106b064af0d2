"""Run a command in a process of its own, so that what a spec does to it is a finding, and no crash or endless wait.

A spec is a program: it may loop for ever, end the process, take all memory. So the command runs in a fork, which says
through a pipe which spec it reads. A clock of `faulthandler`, which strikes in C code too, ends it when that takes too
long. Whenever the fork ends in the middle of a spec, another one starts afresh, with a finding in the place of that
spec. This protects from accidents, not from ill will: the spec still has all rights of the user.

Where Python has no fork, and in a test that calls a command without `main`, a command runs in the one process.
"""

import os
import re
import select
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from json import loads
from time import monotonic
from types import FrameType
from typing import IO, Any, final

import click

from wfc.cli.fork import Fork, Lost, live
from wfc.cli.project import ConfigError, Project, find_project

GRACE = 5
"""Seconds after which the clock inside of the fork must have been stopped by the spec."""
LONGEST_TRACE = 2**16
ENDED = 2


def guarded(run: Callable[[], None]) -> int:
    """The exit code of a command that reads specs, after it ran to its end in a fork."""
    try:
        project = find_project()
    except ConfigError:
        project = None
    if project is None or not hasattr(os, "fork"):
        run()
        return 0
    lost: dict[str, Lost] = {}
    while True:
        ended = _fork(run, project, lost)
        if ended.code is not None:
            return ended.code
        if ended.reading is None or ended.reading in lost:
            click.echo(f"wfc was ended: {ended.how}; a spec, or what it started, may have done that", err=True)
            return ENDED
        lost[ended.reading] = ended.verdict(project)


@final
@dataclass(slots=True)
class Ended:
    """How a fork ended: with `code`, or somehow else while it was `reading` a spec or nothing."""

    code: int | None = None
    reading: str | None = None
    late: bool = False
    how: str = ""
    log: str = ""

    def hear(self, news: Mapping[str, Any]) -> None:
        """Take in what the fork said."""
        self.code = news.get("code")
        self.reading = news.get("reading")

    def verdict(self, project: Project) -> Lost:
        """What to say of the spec that it was reading."""
        line = _line(self.log, self.reading or "")
        if self.late or self.log.startswith("Timeout"):
            help = "take out what waits or does not end when it is imported, or set `load_seconds` in the configuration"
            return Lost(f"was not read within {project.load_seconds} s", help, line)
        help = "take out of it, and of what it imports, what ends the process or takes all memory"
        return Lost(f"ended the process that read it: {self.how}", help, line)


def _fork(run: Callable[[], None], project: Project, lost: Mapping[str, Lost]) -> Ended:
    inbox, outbox = os.pipe()
    traces, log = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(inbox)
        os.close(traces)
        live(run, Fork(outbox, log, project, lost))
    os.close(outbox)
    os.close(log)
    with _signals_to(child), os.fdopen(inbox, "rb", buffering=0) as news:
        ended = _wait(child, news, project)
    with os.fdopen(traces, "rb", buffering=0) as left:
        os.set_blocking(traces, False)  # what the spec has started may keep it open
        ended.log = (left.read(LONGEST_TRACE) or b"").decode(errors="replace")
    return ended


def _wait(child: int, news: IO[bytes], project: Project) -> Ended:
    """Until the fork has ended, or reads a spec for too long although its own clock should have stopped it."""
    ended, said, status = Ended(), b"", None
    latest = None
    while ended.code is None:
        ready, _, _ = select.select([news], [], [], 1)
        more = news.read(4096) if ready else b""
        said += more
        *lines, said = said.split(b"\n")
        for line in lines:
            ended.hear(loads(line))
            latest = monotonic() + project.load_seconds + GRACE if ended.reading and project.load_seconds else None
        if ready and not more:
            break
        if not ready:
            status = _status(child)
            ended.late = latest is not None and monotonic() > latest
            if status is not None or ended.late:
                break
    if status is None:
        if ended.late:
            os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
    ended.how = _how(os.waitstatus_to_exitcode(status))
    return ended


def _status(child: int) -> int | None:
    """How it ended, None while it runs. It may have left processes that keep the pipe open."""
    pid, status = os.waitpid(child, os.WNOHANG)
    return status if pid else None


def _how(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


@contextmanager
def _signals_to(child: int) -> Iterator[None]:
    """Ctrl-C is for the fork, which hears it too; a second one is for a spec that does not listen."""
    heard: list[int] = []

    def pass_on(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        heard.append(number)
        if heard != [signal.SIGINT]:
            os.kill(child, signal.SIGKILL)
            sys.exit(128 + number)

    before = {number: signal.signal(number, pass_on) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _line(log: str, path: str) -> int:
    """Where the spec was, by the traceback that `faulthandler` left: its main thread comes last."""
    shown = re.escape(path.encode("ascii", "backslashreplace").decode())
    for thread in reversed(log.split("most recent call first")):
        if found := re.search(f'File "{shown}", line (\\d+)', thread):
            return int(found[1])
    return 0
