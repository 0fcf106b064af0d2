"""The static chain of compensations (C1, C2): which undoing state follows which, with a question only where histories
differ.

All points of failure share one chain in reverse canonical order. A point enters it at its first compensation; two
points that differ in what is due below a state meet there, and only there a Choice asks whether the step has run.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, final

from wfc.ir.nodes import Undo
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.flow import Undone


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One state of the chain. `otherwise` is None for the state that undoes, else where its question leads when
    denied."""

    step: str
    next: str
    otherwise: str | None = None


def entry(due: Undone, end: str) -> str:
    """The state at which a point of failure enters the chain, `end` when nothing is due."""
    if not due:
        return end
    return names.undo(due[0].step) if due[0].certain else names.undo_guard(due[0].step)


def without(due: Undone, step: str) -> Undone:
    """What is due when it turns out that the step was never attempted."""
    return tuple(undo for undo in due if undo.step != step)


def surely(due: Undone, step: str) -> Undone:
    """What is due when it turns out that the step was attempted."""
    return tuple(Undo(step=step, certain=True) if undo.step == step else undo for undo in due)


def merged(points: Iterable[Undone], order: tuple[str, ...]) -> Undone:
    """What is due where several points meet: certain only if it is so at all of them."""
    known = [_certainties(due) for due in points]
    return tuple(
        Undo(step=step, certain=all(one.get(step, False) for one in known))
        for step in order
        if any(step in one for one in known)
    )


def links(points: Iterable[Undone], order: tuple[str, ...], end: str) -> tuple[Link, ...]:
    """The states that these points of failure can reach, in the order of undoing; `order` has every compensable
    step."""
    arriving: dict[str, list[_Certainties]] = {}
    for due in points:
        arriving.setdefault(entry(due, end), []).append(_certainties(due))
    found: list[Link] = []
    for place, step in enumerate(order):
        below = order[place + 1 :]
        if asked := arriving.get(names.undo_guard(step)):
            arriving.setdefault(names.undo(step), []).extend(asked)
            denied = [one for one in asked if not one.get(step, False)]
            otherwise = _onward(denied, below, arriving, end)
            found.append(Link(step=step, next=names.undo(step), otherwise=otherwise))
        if undone := arriving.get(names.undo(step)):
            found.append(Link(step=step, next=_onward(undone, below, arriving, end)))
    return tuple(found)


_Certainties: TypeAlias = Mapping[str, bool]


def _certainties(due: Undone) -> _Certainties:
    return {undo.step: undo.certain for undo in due}


def _onward(
    points: list[_Certainties], below: tuple[str, ...], arriving: dict[str, list[_Certainties]], end: str
) -> str:
    """Where these points go on, at the first step below that is due at one of them; they are noted as arriving
    there."""
    step = next((one for one in below if any(one in point for point in points)), None)
    if step is None:
        return end
    certain = all(point.get(step, False) for point in points)
    following = names.undo(step) if certain else names.undo_guard(step)
    arriving.setdefault(following, []).extend(points)
    return following
