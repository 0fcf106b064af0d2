"""The static chain of compensations (C1, C2): which undoing state follows which, with a question only where histories
differ.

All points of failure share one chain in reverse canonical order. A point enters it at its first compensation; two
points that differ in what is due below a state meet there, and only there a Choice asks whether the step has run.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias, final

from wfc.ir.nodes import Undo
from wfc_targets.stepfunctions import names

Due: TypeAlias = tuple[Undo, ...]
"""The compensations due at one point of failure, in the order of undoing."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One state of the chain. `otherwise` is None for the state that undoes, else where its question leads when
    denied."""

    step: str
    next: str
    otherwise: str | None = None


def entry(due: Due, end: str) -> str:
    """The state at which a point of failure enters the chain, `end` when nothing is due."""
    if not due:
        return end
    return names.undo(due[0].step) if due[0].certain else names.undo_guard(due[0].step)


def without(due: Due, step: str) -> Due:
    """What is due when it turns out that the step was never attempted."""
    return tuple(undo for undo in due if undo.step != step)


def surely(due: Due, step: str) -> Due:
    """What is due when it turns out that the step was attempted."""
    return tuple(Undo(step=step, certain=True) if undo.step == step else undo for undo in due)


def merged(points: Iterable[Due], order: tuple[str, ...]) -> Due:
    """What is due where several points meet: certain only if it is so at all of them."""
    lists = tuple(points)
    known = {undo.step for due in lists for undo in due}
    return tuple(Undo(step=step, certain=all(_certain(due, step) for due in lists)) for step in order if step in known)


def links(points: Iterable[Due], order: tuple[str, ...], end: str) -> tuple[Link, ...]:
    """The states that these points of failure can reach, in the order of undoing; `order` holds every compensable
    step."""
    arriving: dict[str, set[Due]] = {}
    for due in points:
        arriving.setdefault(entry(due, end), set()).add(due)
    found: list[Link] = []
    for step in order:
        asked = arriving.get(names.undo_guard(step), set())
        if asked:
            arriving.setdefault(names.undo(step), set()).update(asked)
            found.append(
                Link(
                    step=step,
                    next=names.undo(step),
                    otherwise=_onward(step, _deniable(asked, step), order, arriving, end),
                )
            )
        if undone := arriving.get(names.undo(step)):
            found.append(Link(step=step, next=_onward(step, undone, order, arriving, end)))
    return tuple(found)


def _onward(step: str, points: set[Due], order: tuple[str, ...], arriving: dict[str, set[Due]], end: str) -> str:
    """Where these points go on behind a step; they are noted as arriving there."""
    below = order[order.index(step) + 1 :]
    following = entry(merged(points, below), end)
    arriving.setdefault(following, set()).update(points)
    return following


def _deniable(points: set[Due], step: str) -> set[Due]:
    return {due for due in points if not _certain(due, step)}


def _certain(due: Due, step: str) -> bool:
    return any(undo.step == step and undo.certain for undo in due)
