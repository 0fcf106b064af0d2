"""The alarm behind timeouts and the deadline, under virtual time: it rings for a call that would take longer."""

import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

_set = signal.setitimer
_wait = time.sleep

Timer = tuple[float, float]
"""Seconds left and the interval, as `signal` has them."""


class Alarm:
    """What is set does not go off by itself, however slowly the machine comes to the call."""

    def __init__(self) -> None:
        self._left: Timer = (0.0, 0.0)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Instead of the process's own."""
        with ExitStack() as stack:
            stack.enter_context(patch.object(signal, "setitimer", self._set))
            stack.enter_context(patch.object(signal, "getitimer", lambda _which: self._left))
            yield

    def leaves(self, seconds: float) -> float:
        """How much of these seconds pass before it rings."""
        left, _ = self._left
        return min(seconds, left) if left else seconds

    def ring(self) -> None:
        """Let whoever has set it raise what they want to."""
        _set(signal.ITIMER_REAL, 0.001)
        _wait(60)

    def _set(self, _which: int, seconds: float, interval: float = 0.0) -> Timer:
        before, self._left = self._left, (seconds, interval)
        return before
