"""The time of one run under test: it stands still but for what calls take and for the delays that Airflow makes.

`dag.test()` runs one task at a time. So that tasks side by side take their time side by side, the clock is set back to
when a scheduler with room for all would begin each task.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

import time_machine

FIRST_DAY = datetime(2030, 1, 1, tzinfo=UTC)

_days = count()


class Clock:
    """The clock that Airflow sees."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        self._traveller = traveller

    @property
    def now(self) -> datetime:
        """What it shows."""
        return datetime.now(UTC)

    def pass_time(self, amount: timedelta) -> None:
        """Let time pass."""
        self._traveller.shift(amount)

    def show(self, moment: datetime) -> None:
        """Set it, perhaps back."""
        self._traveller.move_to(moment)


@contextmanager
def virtual_time() -> Iterator[Clock]:
    """A clock that stands at the beginning of a day of its own, so that the run's id is new."""
    with time_machine.travel(FIRST_DAY + timedelta(days=next(_days)), tick=False) as traveller:
        yield Clock(traveller)
