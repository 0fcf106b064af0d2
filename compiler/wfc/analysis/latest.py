"""Analyses that several passes ask of the same workflow are made once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar, final

A = TypeVar("A")
B = TypeVar("B")

KEPT = 4
"""A workflow before and after typing, and those that it calls."""


@final
@dataclass(frozen=True, slots=True)
class kept_for_the_latest(Generic[A, B]):  # noqa: N801 - a decorator
    """The function, which remembers its latest few results. What they are of is frozen, so it is known by identity:
    comparing two workflows would take longer than most analyses.
    """

    analyse: Callable[[A], B]
    _results: dict[int, tuple[A, B]] = field(default_factory=dict)

    def __call__(self, of: A) -> B:
        """The result, made unless it is remembered."""
        known = self._results.pop(id(of), None)
        return self.keep(of, known[1] if known is not None and known[0] is of else self.analyse(of))

    def keep(self, of: A, found: B) -> B:
        """Remember what somebody knows to be the result."""
        self._results[id(of)] = (of, found)
        if len(self._results) > KEPT:
            del self._results[next(iter(self._results))]
        return found
