"""Where a join could be fooled: the trap behind the markers of a DAG.

Airflow's rule for joins (none failed, one succeeded) counts a route that chose a *detour* to the join as a success.
When the detour then ends the run, the join would run all the same, unless another of its predecessors has been skipped
or failed on purpose: a branch skips the direct successors it does not follow, a step fails what stands behind it. Where
neither is sure, the direct edge from the route to the join leads through a marker, which the detour skips.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import final

from wfc.ir.fallible import is_fallible
from wfc.ir.nodes import Choice, Fail, FailAgain, Goto, Node, Succeed, Target
from wfc.ir.walk import targets_of
from wfc_targets.airflow.names import STAGES

END = ""
"""The end of a successful run, as a goal of edges; no node has this id."""


def goal_of(target: Target) -> str | None:
    """The node an edge leads to, `END`, or None when it ends the run as failed."""
    match target:
        case Goto():
            return target.step
        case Succeed():
            return END
        case Fail() | FailAgain():
            return None


def detours(nodes: Mapping[str, Node], routed: frozenset[str], late: bool) -> Iterator[tuple[str, str]]:
    """(node, join) for every edge of a block that needs a marker; `routed` are the steps with a route. If runs can be
    `late`, all that takes time can end one.
    """
    ways = _ways(nodes, routed, late)
    losing: dict[str, set[str]] = {}
    for node in ways.order:
        goals = list(dict.fromkeys(goal for goal in ways.goals[node] if goal is not None))
        if node not in ways.branches or len(goals) < 2:
            continue
        for join in goals:
            if join not in losing:
                losing[join] = _losing(join, ways)
            if any(other in losing[join] for other in goals):
                yield node, join


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _Ways:
    """The flow as nodes in canonical order. `branches`: nodes of whose edges a branch task follows one. `composed`:
    nodes that are skipped, not failed, behind a step that fails, since they begin and end with tasks of their own.
    """

    order: tuple[str, ...]
    positions: Mapping[str, int]
    goals: Mapping[str, tuple[str | None, ...]]
    first: Mapping[str, int]
    branches: frozenset[str]
    composed: frozenset[str]
    may_fail: frozenset[str]


def _ways(nodes: Mapping[str, Node], routed: frozenset[str], late: bool) -> _Ways:
    order = tuple(nodes)
    goals = {one: tuple(goal_of(target) for target in targets_of(node)) for one, node in nodes.items()}
    first: dict[str, int] = {}
    for place, one in enumerate(order):
        for goal in goals[one]:
            first.setdefault(goal or END, place)
    return _Ways(
        order=order,
        positions={**{one: place for place, one in enumerate(order)}, END: len(order)},
        goals=goals,
        first=first,
        branches=routed | {one for one, node in nodes.items() if isinstance(node, Choice)},
        composed=frozenset(one for one, node in nodes.items() if type(node) in STAGES),
        may_fail=frozenset(one for one, node in nodes.items() if _fails_unhandled(node, late)),
    )


def _fails_unhandled(node: Node, late: bool) -> bool:
    if late and not isinstance(node, Choice):
        return True  # no edge handles that
    catches_all = bool(node.on_failure) and not node.on_failure[-1].types
    can_fail = not isinstance(node, Choice) or any(is_fallible(arm.condition) for arm in node.arms)
    return can_fail and not catches_all


def _losing(join: str, ways: _Ways) -> set[str]:
    """Nodes from which a run may end before `join` without a word from the join's predecessors.

    Only what lies between the first edge to the join and the join itself can be on a detour to it.
    """
    reaching: set[str] = set()
    losing: set[str] = set()
    for place in range(ways.positions[join] - 1, ways.first[join] - 1, -1):
        node = ways.order[place]
        goals = ways.goals[node]
        if join in goals or any(goal in reaching for goal in goals):
            loses = _branch_loses if node in ways.branches else _step_loses
            if loses(node, join, ways, reaching) or any(goal in losing for goal in goals):
                losing.add(node)
            reaching.add(node)
    return losing


def _branch_loses(node: str, join: str, ways: _Ways, reaching: set[str]) -> bool:
    """A branch skips its direct successors unless what it follows leads to them."""
    goals = ways.goals[node]
    turns_off = any(goal is None or (goal != join and goal not in reaching) for goal in goals)
    return join not in goals and (turns_off or node in ways.may_fail)


def _step_loses(node: str, join: str, ways: _Ways, _reaching: set[str]) -> bool:
    """A step without a route fails what stands behind it, as far as there are no branches."""
    return any(goal != join and goal in ways.branches | ways.composed for goal in ways.goals[node])
