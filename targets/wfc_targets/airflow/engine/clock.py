"""Virtual time in the runner: the clock stands still but for what calls take and for the delays of retries."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import time_machine

FIRST_DAY = datetime(2030, 1, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
"""Airflow retries a task *after* its time, not at it."""

_wait = time.sleep


class Clock:
    """The time of one run."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        self._traveller = traveller
        self._ahead = timedelta(0)

    def pass_time(self, amount: timedelta) -> None:
        """Let time pass."""
        self._traveller.shift(amount)

    def pass_until(self, moment: datetime) -> None:
        """Let time pass until a task that is due at `moment` can be scheduled."""
        self._ahead = INSTANT
        self._traveller.move_to(max(moment, datetime.now(UTC)) + INSTANT)

    def settle(self) -> None:
        """Take the instant back that was needed for scheduling, so that durations are exact."""
        self._traveller.shift(-self._ahead)
        self._ahead = timedelta(0)


@contextmanager
def virtual_time(day: int) -> Iterator[Clock]:
    """A clock that stands at the beginning of a day of its own, so that run ids are new."""
    with time_machine.travel(FIRST_DAY + timedelta(days=day), tick=False) as traveller:
        yield Clock(traveller)


@contextmanager
def instead_of_sleep(wake: object) -> Iterator[None]:
    """What Airflow does when it would sleep because nothing can be scheduled yet."""
    time.sleep = wake  # type: ignore[assignment]
    try:
        yield
    finally:
        time.sleep = _wait


def let_timeout_strike() -> None:
    """The alarm that Airflow has set for the running task goes off now; its handler raises here."""
    signal.setitimer(signal.ITIMER_REAL, 0.001)
    _wait(60)
