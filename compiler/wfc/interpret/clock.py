"""A virtual clock and the tasks that live by it: a deterministic simulation instead of threads and real time.

A task is a coroutine that awaits `Clock.until` or another task. Tasks go on by time, then in the order in which they
began to wait; watchers come last in their instant, when all else that happens in it has happened.
"""

from collections.abc import Coroutine, Generator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Any, Generic, TypeAlias, TypeVar, final

T = TypeVar("T")


@final
@dataclass(frozen=True, slots=True)
class Moment:
    """Awaited: go on at this time, for ever never (None). `rank` orders those who go on in one instant."""

    at: int | None
    rank: int = 0

    def __await__(self) -> Generator["Pause", None, None]:
        yield self


@final
@dataclass(slots=True, eq=False)
class Task(Generic[T]):
    """Work under way; awaited, it gives what the work returns."""

    work: Coroutine["Pause", None, T]
    waiting: list["Task[Any]"] = field(default_factory=list)
    results: list[T] = field(default_factory=list)

    def __await__(self) -> Generator["Pause", None, T]:
        if not self.results:
            yield self
        return self.results[0]


Pause: TypeAlias = Moment | Task[Any]
WATCHER = 1


@final
class Clock:
    """The time in milliseconds, and who waits for what."""

    def __init__(self) -> None:
        self.now = 0
        self._due: list[tuple[int, int, int, Task[Any]]] = []
        self._order = count()

    def start(self, work: Coroutine[Pause, None, T]) -> Task[T]:
        """Begin some work beside all other."""
        task = Task(work)
        self._schedule(task, Moment(self.now))
        return task

    def run(self) -> None:
        """Let time pass until nothing is left that it could bring about."""
        while self._due:
            self.now, _, _, task = heappop(self._due)
            self._advance(task)

    def _advance(self, task: Task[Any]) -> None:
        try:
            pause = task.work.send(None)
        except StopIteration as end:
            task.results.append(end.value)
            for other in task.waiting:
                self._schedule(other, Moment(self.now))
            return
        if isinstance(pause, Task):
            pause.waiting.append(task)
        else:
            self._schedule(task, pause)

    def _schedule(self, task: Task[Any], moment: Moment) -> None:
        if moment.at is not None:
            heappush(self._due, (max(moment.at, self.now), moment.rank, next(self._order), task))
