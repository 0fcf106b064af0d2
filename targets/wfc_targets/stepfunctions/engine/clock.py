"""The time of a played run: it passes at once, whatever is waited for. Legs that run at once each begin at the fork."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush

START = datetime(2026, 1, 1, tzinfo=UTC)


class TimeIsUp(BaseException):
    """A task has taken longer than its TimeoutSeconds. No handler can catch it, as none could on the platform."""


class NeverEnds(BaseException):
    """A run waits for what will not come, and has no timeout: its history stops there."""


@dataclass(slots=True)
class Clock:
    """Milliseconds since the start. `deadline`: when the running task is cut."""

    now: int = 0
    deadline: int | None = None
    beside: bool = False

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """What happens inside happens beside the run and takes none of its time."""
        self.beside = True
        try:
            yield
        finally:
            self.beside = False

    def pass_time(self, seconds: float) -> None:
        """Let time pass, at most until the deadline."""
        if self.beside:
            return
        later = self.now + round(seconds * 1000)
        if self.deadline is not None and later > self.deadline:
            self.now = self.deadline
            raise TimeIsUp
        self.now = later

    async def pass_time_async(self, seconds: float) -> None:
        """The same for coroutines."""
        self.pass_time(seconds)

    def wait_until(self, instant: str) -> None:
        """Let the time pass until an instant, if that is still to come."""
        self.now = max(self.now, round((datetime.fromisoformat(instant) - START).total_seconds() * 1000))

    def text(self, milliseconds: int | None = None) -> str:
        """An instant as Step Functions writes it."""
        passed = timedelta(milliseconds=self.now if milliseconds is None else milliseconds)
        return (START + passed).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(slots=True, kw_only=True)
class Fork:
    """Legs that begin together, or, at most `limit` at a time, when an earlier one has ended."""

    began: int
    limit: int | None
    latest: int = 0
    busy: list[int] = field(default_factory=list)

    def begin(self) -> int:
        """When the next leg begins."""
        return self.began if not self.limit or len(self.busy) < self.limit else heappop(self.busy)

    def end(self, now: int) -> None:
        """A leg has ended."""
        heappush(self.busy, now)
        self.latest = max(self.latest, now)

    def joined(self) -> int:
        """When all legs have ended."""
        return max(self.began, self.latest)
