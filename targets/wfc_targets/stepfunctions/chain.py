"""The static chain of compensations (C1, C2): which undoing state follows which, with a question only where histories
differ.

All points of failure share one chain in reverse canonical order. A point enters it at its first compensation; two
points that differ in what is due below a state meet there, and only there a Choice asks whether the step has run.
"""

from collections.abc import Iterable, Mapping, Set
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


def entry(due: Undone, end: str, told: str = "") -> str:
    """The state at which a point of failure enters the chain, `end` when nothing is due.

    `told` is the step that is told at last, which is due like a compensation and has a state of its own name.
    """
    if not due:
        return end
    return _state(due[0].step, told) if due[0].certain else _question(due[0].step, told)


def _state(step: str, told: str) -> str:
    return step if step == told else names.undo(step)


def _question(step: str, told: str) -> str:
    return names.route(step) if step == told else names.undo_guard(step)


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


def links(
    points: Iterable[Undone], order: tuple[str, ...], end: str, told: str = "", loops: Set[str] = frozenset()
) -> tuple[Link, ...]:
    """The states that these points of failure can reach, in the order of undoing; `order` has every compensable step.

    A ForEach of `loops` counts as certain, because its Map finds nothing to undo when it never began. Where it is asked
    about all the same, because another point does not know it, it may be denied for those points too.
    """
    arriving: dict[str, list[_Certainties]] = {}
    for due in points:
        arriving.setdefault(entry(due, end, told), []).append(_certainties(due))
    found: list[Link] = []
    for place, step in enumerate(order):
        below = order[place + 1 :]
        state = _state(step, told)
        if asked := arriving.get(_question(step, told)):
            arriving.setdefault(state, []).extend(asked)
            denied = [one for one in asked if step in loops or not one.get(step, False)]
            otherwise = _onward(denied, below, arriving, end, told)
            found.append(Link(step=step, next=state, otherwise=otherwise))
        if undone := arriving.get(state):
            found.append(Link(step=step, next=_onward(undone, below, arriving, end, told)))
    return tuple(found)


_Certainties: TypeAlias = Mapping[str, bool]


def _certainties(due: Undone) -> _Certainties:
    return {undo.step: undo.certain for undo in due}


def _onward(
    points: list[_Certainties], below: tuple[str, ...], arriving: dict[str, list[_Certainties]], end: str, told: str
) -> str:
    """Where these points go on, at the first step below that is due at one of them; they are noted as arriving
    there."""
    step = next((one for one in below if any(one in point for point in points)), None)
    if step is None:
        return end
    certain = all(point.get(step, False) for point in points)
    following = _state(step, told) if certain else _question(step, told)
    arriving.setdefault(following, []).extend(points)
    return following
