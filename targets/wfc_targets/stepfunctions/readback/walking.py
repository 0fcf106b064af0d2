"""Follows ways through a definition, past the states that only ask something, to where a node or an end begins."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import final

from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback.definition import State, Way
from wfc_targets.stepfunctions.readback.folding import Facts, folded
from wfc_targets.stepfunctions.readback.reading import Reading, Store
from wfc_targets.stepfunctions.readback.syntax import Tree, const


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Where a way leads, None for the end: under which conditions, each asked when those of the arrivals before it were
    denied; what was noted on the way; the state it came from last, and how."""

    to: str | None
    asked: tuple[Tree, ...]
    store: Store
    before: State
    way: Way
    alerts: tuple[str, ...] = ()


def follow(reading: Reading, state: State, way: Way, facts: Facts, store: Store | None = None) -> tuple[Arrival, ...]:
    """Every arrival of a way, in the order of decision."""
    return tuple(_follow(reading, Arrival(to=way.to, asked=(), store=store or {}, before=state, way=way), facts))


def _follow(reading: Reading, at: Arrival, facts: Facts) -> Iterator[Arrival]:
    store = reading.noted(at.way, at.before, at.store, facts)
    if at.to is None or not _only_asks(reading, at.before.scope.states[at.to]):
        yield Arrival(to=at.to, asked=at.asked, store=store, before=at.before, way=at.way, alerts=at.alerts)
        return
    state = reading.found(at.before.scope, at.to)
    if state.name.startswith("late "):
        alerts = (*at.alerts, state.name)
        onward = Arrival(to=state.done.to, asked=at.asked, store=store, before=state, way=state.done, alerts=alerts)
        yield from _follow(reading, onward, facts)
        return
    for way in state.ways:
        condition = const(True) if way.condition is None else way.condition
        asked = folded(reading.tree(condition, state, store), facts)
        if asked == const(False):
            continue
        conditions = at.asked if asked == const(True) else (*at.asked, asked)
        yield from _follow(
            reading, Arrival(to=way.to, asked=conditions, store=store, before=state, way=way, alerts=at.alerts), facts
        )
        if asked == const(True):
            return


def _only_asks(reading: Reading, state: State) -> bool:
    """Is it a state behind a node, and not one of its own, of an undoing or of an end?"""
    return state.kind in {"Choice", "Pass"} and state.name not in reading.nodes and not _is_stop(reading, state.name)


def _is_stop(reading: Reading, name: str) -> bool:
    last = reading.workflow.after_compensation
    ends = {names.RESULT_GUARD, names.LATE, names.LATE_FAILURE, *([names.route(last.id)] if last else [])}
    return name in ends or (name.startswith("undo ") and name.endswith("?"))
