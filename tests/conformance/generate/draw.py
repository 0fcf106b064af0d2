"""Drawing from hypothesis: the first of several is the simplest, which shrinking ends with."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")

Source = Callable[[st.SearchStrategy[int]], int]


@dataclass(frozen=True, slots=True)
class Draw:
    """What the writers of a spec draw from."""

    source: Source

    def number(self, below: int) -> int:
        """A number from 0 on."""
        return self.source(_numbers(below))

    def one(self, *of: T) -> T:
        """One of several."""
        return of[self.number(len(of))] if of[1:] else of[0]

    def chance(self, percent: int) -> bool:
        """So often; when shrunk, never."""
        return self.number(100) >= 100 - percent

    def maybe(self, percent: int, make: Callable[[], str]) -> str:
        """So often something, else nothing."""
        return make() if self.chance(percent) else ""


@cache
def _numbers(below: int) -> st.SearchStrategy[int]:
    return st.integers(0, below - 1)
