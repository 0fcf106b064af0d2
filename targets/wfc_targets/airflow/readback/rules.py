"""The trigger rules of Airflow that we use: what becomes of a task by what has become of those before it."""

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

State: TypeAlias = Literal["success", "failed", "skipped", "upstream_failed"]


_BAD = frozenset({"failed", "upstream_failed"})


_RAN = frozenset({"success", "failed"})


def _all_success(states: list[State]) -> State | None:
    if any(state in _BAD for state in states):
        return "upstream_failed"
    return "skipped" if "skipped" in states else None


def _one_done(states: list[State]) -> State | None:
    return None if any(state in _RAN for state in states) or not states else "skipped"


def _none_failed(states: list[State]) -> State | None:
    if any(state in _BAD for state in states):
        return "upstream_failed"
    return "skipped" if states and all(state == "skipped" for state in states) else None


RULES: Mapping[str, Callable[[list[State]], State | None]] = {
    "ALL_SUCCESS": _all_success,
    "ALL_DONE": lambda _states: None,
    "ONE_DONE": _one_done,
    "NONE_FAILED_MIN_ONE_SUCCESS": _none_failed,
}
"""The state that a task gets without running, by those of its predecessors; None when it runs."""
