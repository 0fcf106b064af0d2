"""What happens in a played run, and which runs are played.

A run asks at each turn what comes next and notes it. From every run others branch off, one for each answer that has not
been given there yet, until all have been or there were enough.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar, final

Outcome = TypeVar("Outcome")
Turn = tuple[str, int]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A failure as a run keeps it."""

    type: str
    step: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of a node: it fails with `type` (in the task `stage` of its tasks), or a condition does, or none,
    and then the arm `arm` is taken.
    """

    arm: int = 0
    condition: int | None = None
    type: str | None = None
    stage: int = 0


@final
@dataclass(frozen=True, slots=True)
class Chances:
    """The answers of one run: those given, then the first of each."""

    script: tuple[int, ...] = ()
    turns: list[tuple[Turn, int]] = field(default_factory=list)

    def among(self, place: str, options: tuple[Outcome, ...]) -> Outcome:
        """One of several."""
        turn = len(self.turns)
        chosen = self.script[turn] if turn < len(self.script) else 0
        self.turns.append(((place, chosen), len(options)))
        return options[chosen]


def runs(play: Callable[[Chances], Outcome], most: int) -> Iterator[Outcome]:
    """Play runs until every answer has been given; then, up to so many, each behind every one that comes before it."""
    seen: set[object] = set()
    ahead: deque[tuple[int, ...]] = deque([()])
    later: deque[tuple[int, ...]] = deque()
    while ahead or (later and most > 0):
        chances = Chances((ahead or later).popleft())
        yield play(chances)
        most -= 1
        before: Turn = ("", 0)
        for position, (turn, options) in enumerate(chances.turns):
            answers = tuple(one for (_, one), _ in chances.turns[:position])
            for other in range(options):
                new = (turn[0], other)
                into = ahead if new not in seen else later if (before, new) not in seen else None
                seen.update((new, (before, new)))
                if into is not None and other != turn[1]:
                    into.append((*answers, other))
            before = turn
