"""Analyses that several passes ask of the same workflow are made once."""

from collections.abc import Callable
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")

KEPT = 4
"""A workflow before and after typing, and those that it calls."""


def kept_for_the_latest(analyse: Callable[[A], B]) -> Callable[[A], B]:
    """The function, which remembers its latest few results. What they are of is frozen, so it is known by identity:
    comparing two workflows would take longer than most analyses.
    """
    results: dict[int, tuple[A, B]] = {}

    def remembered(of: A) -> B:
        known = results.pop(id(of), None)
        found = known if known is not None and known[0] is of else (of, analyse(of))
        results[id(of)] = found
        if len(results) > KEPT:
            del results[next(iter(results))]
        return found[1]

    return remembered
