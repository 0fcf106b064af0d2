"""The worker processes of one package, in a namespace of their own. Who dies is replaced at once."""

import asyncio
import multiprocessing
from multiprocessing.process import BaseProcess
from signal import SIGKILL
from typing import final

from tests.faults.on_temporal.worker import Post, work

WORKERS = 2

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.faults.on_temporal.worker"])


@final
class Crew:
    """A context manager; needs a running event loop, which tells it of deaths.

    `broken` is done when somebody has gone without having been killed: who replaced them would go as well.
    """

    def __init__(self, post: Post) -> None:
        self._post = post
        self._members: set[BaseProcess] = set()
        self._loop = asyncio.get_running_loop()
        self.broken: asyncio.Future[None] = self._loop.create_future()

    def __enter__(self) -> "Crew":
        for _ in range(WORKERS):
            self._hire()
        return self

    def __exit__(self, *exc: object) -> None:
        for member in self._members:
            self._loop.remove_reader(member.sentinel)
            member.kill()
            member.join()

    def _hire(self) -> None:
        member = _processes.Process(target=work, args=(self._post,), daemon=True)
        member.start()
        self._members.add(member)
        self._loop.add_reader(member.sentinel, self._replace, member)

    def _replace(self, member: BaseProcess) -> None:
        self._loop.remove_reader(member.sentinel)
        self._members.remove(member)
        member.join()
        if member.exitcode == -SIGKILL:
            self._hire()
        elif not self.broken.done():
            self.broken.set_exception(RuntimeError(f"a worker has ended by itself, with {member.exitcode}"))
