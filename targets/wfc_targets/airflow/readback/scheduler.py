"""Airflow as far as it decides what runs: trigger rules, and the successors that a branch skips.

Written from how Airflow behaves, not from how we wire; what a task does is up to `workers`.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.rules import RULES, State

Run: TypeAlias = Callable[[str], tuple[State, tuple[str, ...] | None]]
"""Runs a task: its state, and of a branch the tasks that it follows."""


Order: TypeAlias = Sequence[tuple[str, Callable[[list[State]], State | None], tuple[str, ...]]]
"""The tasks, each behind those before it: with its rule, and with these."""


def in_order(dag: Dag) -> Order:
    """An order in which they can run, shorter than the DAG when some wait for each other."""
    left = {one: len(before) for one, before in dag.before.items()}
    found = [one for one, count in left.items() if count == 0]
    for one in found:
        for two in dag.ahead[one]:
            left[two] -= 1
            if left[two] == 0:
                found.append(two)
    return [(one, RULES[dag.tasks[one].rule], dag.before[one]) for one in found]


def schedule(dag: Dag, order: Order, states: dict[str, State], run: Run) -> None:
    """Fill in the state of every task."""
    for task, rule, before in order:
        if task in states:
            continue  # a branch has skipped it
        given = rule([states[one] for one in before])
        if given is not None:
            states[task] = given
            continue
        states[task], followed = run(task)
        if followed is not None and states[task] == "success":
            _skip(dag, task, followed, states)


def _skip(dag: Dag, branch: str, followed: tuple[str, ...], states: dict[str, State]) -> None:
    """A branch skips its direct successors but for those that it follows, and what lies behind these."""
    kept = _behind(dag, followed)
    for one in dag.ahead[branch]:
        if one not in kept:
            states[one] = "skipped"


def _behind(dag: Dag, tasks: tuple[str, ...]) -> set[str]:
    found, ahead = set(tasks), list(tasks)
    for one in ahead:
        new = [two for two in dag.ahead[one] if two not in found]
        found.update(new)
        ahead += new
    return found
