"""What is known at a point of the generated code: what its variables may hold, and what would be undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, final

from wfc_targets.temporal.readback.misread import expect
from wfc_targets.temporal.readback.places import node_of
from wfc_targets.temporal.readback.terms import Term

Values: TypeAlias = frozenset[Term]

NONE: Term = ("none",)
OLD_NONE: Term = ("none from before a failure",)
"""None that stands for "no failure yet" is wrong once one has been handled."""
LAST: Term = ("the failure handled last",)
STALE: Term = ("an older failure",)
UNBOUND: Term = ("not set",)
_NOTHING: Values = frozenset({UNBOUND})


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`undo`: the places of compensations in the order in which they were added. `at`: the node that is being left."""

    names: Mapping[str, Values]
    undo: tuple[str, ...] = ()
    at: str = ""


def bind(state: State, name: str, values: Iterable[Term]) -> State:
    """The state once a variable has a value."""
    return replace(state, names={**state.names, name: frozenset(values)})


def holds(state: State, name: str, value: Term) -> bool:
    """Has the variable this value, and no other, on every way here?"""
    return state.names.get(name) == frozenset({value})


def unbind(state: State, name: str) -> State:
    """The state once Python has deleted a variable."""
    return replace(state, names={one: values for one, values in state.names.items() if one != name})


def add_undo(state: State, places: Iterable[str]) -> State:
    """The state once compensations have been added."""
    return replace(state, undo=(*state.undo, *places))


def after_failure(state: State) -> State:
    """The state once a failure is handled: the one handled before is not the last any more."""
    older = {LAST: STALE, NONE: OLD_NONE}
    names = {name: frozenset(older.get(one, one) for one in values) for name, values in state.names.items()}
    return replace(state, names=names)


def merged(one: State, other: State, order: Mapping[str, int]) -> State:
    """What is known where two paths meet. What they add to undo stands in canonical order on each (C2)."""
    names = {
        name: one.names.get(name, _NOTHING) | other.names.get(name, _NOTHING)
        for name in (one.names.keys() | other.names.keys())
    }
    return State(names=names, undo=in_order({*one.undo, *other.undo}, order))


def in_order(places: Iterable[str], order: Mapping[str, int]) -> tuple[str, ...]:
    """Places in the canonical order of their nodes."""
    return tuple(sorted(places, key=lambda place: order[node_of(place)]))


def expect_order(state: State, order: Mapping[str, int]) -> None:
    """Compensations must have been added in canonical order."""
    places = [order[node_of(place)] for place in state.undo]
    expect(places == sorted(places), f"compensations are added out of order: {', '.join(state.undo)}")
