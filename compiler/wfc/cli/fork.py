"""Inside of the fork that `guard` makes: say which spec is read, keep to limits meanwhile, and end at once."""

import faulthandler
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, final

from wfc.cli.project import Project

STREAMS = {"stdout": 1, "stderr": 2}


@final
@dataclass(frozen=True, slots=True)
class Lost:
    """What became of a spec that ended the process, as the rest of a finding. `line` is 0 when nobody knows."""

    what: str
    help: str
    line: int = 0


@final
@dataclass(slots=True)
class Fork:
    """Inside of the fork: what it tells the process that waits for it. `lost` are earlier specs, by resolved path."""

    outbox: int
    log: int
    project: Project
    lost: Mapping[str, Lost]
    streams: tuple[int, ...] = ()
    number: int = field(default_factory=os.getpid)

    def tell(self, **news: object) -> None:
        """One line to the process outside."""
        os.write(self.outbox, json.dumps(news).encode() + b"\n")


_forks: list[Fork] = []
"""The fork that this process is, if it is one."""


def lost(path: Path) -> Lost | None:
    """What became of a spec, by its resolved path, when it was read before."""
    return _forks[0].lost.get(str(path)) if _forks else None


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """While it lasts the spec at a resolved path is read, with limits of time and memory; without a fork with none."""
    if not _forks:
        yield
        return
    fork = _forks[0]
    fork.tell(reading=str(path))
    if fork.project.load_seconds:
        faulthandler.dump_traceback_later(fork.project.load_seconds, exit=True, file=fork.log)
    memory = _limit_memory(fork.project.load_mebibytes * 2**20)
    try:
        yield
    finally:
        if os.getpid() != fork.number:  # the spec has forked: only one of them goes on
            os._exit(0)
        faulthandler.cancel_dump_traceback_later()
        _allow_memory(memory)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _reopen(fork)
        fork.tell(reading=None)


def _limit_memory(most: int) -> tuple[int, int]:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limits = [one for one in (most, soft, hard) if one not in (0, resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_DATA, (min(limits, default=resource.RLIM_INFINITY), hard))
    return soft, hard


def _allow_memory(before: tuple[int, int]) -> None:
    import resource

    with suppress(ValueError, OSError):  # the spec has lowered the upper limit, for good
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _reopen(fork: Fork) -> None:
    """Standard output and standard error, which a spec may have closed."""
    for number, kept in zip(STREAMS.values(), fork.streams, strict=True):
        os.dup2(kept, number)
    for name, number in STREAMS.items():
        if getattr(sys, name).closed:
            setattr(sys, name, open(number, "w", errors="backslashreplace", closefd=False))  # noqa: SIM115


def live(run: Callable[[], None], fork: Fork) -> NoReturn:
    """The whole life of the fork. It ends at once: threads and what else a spec left behind do not hold it."""
    _forks[:] = [fork]
    fork.streams = tuple(os.dup(number) for number in STREAMS.values())
    faulthandler.enable(fork.log)
    code: object = 0
    try:
        run()
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - `main` has let it pass: it must not come out into the other process
        traceback.print_exc()
        code = 1
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    fork.tell(code=code if isinstance(code, int) else int(code is not None))
    os._exit(0)
