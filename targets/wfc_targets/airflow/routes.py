"""The shape of the DAG: which steps get a route behind them, what follows what, and where paths meet.

A route is a branch task that reads the state of its step and follows one edge. A step whose only way on is to succeed
needs none. The trap that decides the shape: Airflow's rule for joins (none failed, one succeeded) counts a route that
chose a *detour* to the join as a success, so that the join would run even when the detour ended the run. Where that can
happen, the direct edge from the route to the join leads through a marker, which is skipped when the detour is taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import final

from wfc.ir.nodes import Choice, Fail, FailAgain, Goto, Node, Succeed, Target, Workflow
from wfc.ir.walk import nodes_by_id, successors, targets_of
from wfc_targets.airflow.names import TaskNames, task_id

END = ""
"""The end of a successful run, as a target of edges; no node has this id."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The workflow as tasks. `edges` are pairs of task ids, `final` is the task whose success is the run's.

    `picks`: choices that are two tasks, since the failure of their conditions has an edge.
    """

    workflow: Workflow
    names: TaskNames
    routed: frozenset[str]
    picks: frozenset[str]
    final: str
    edges: tuple[tuple[str, str], ...] = ()
    markers: tuple[tuple[str, str], ...] = ()

    def decider(self, node: Node) -> str:
        """The task that decides what follows a node."""
        return self.names.beside(node.id, "route") if node.id in self.routed else task_id(node.id)

    def way(self, node: Node, target: Target) -> str | None:
        """The task to follow for an edge, None when the edge ends the run as failed."""
        goal = goal_of(target)
        if goal is None:
            return None
        end = self.final if goal == END else task_id(goal)
        marker = self.names.past(node.id, end)
        return marker if (marker, end) in self.markers else end

    def joins(self) -> frozenset[str]:
        """Tasks with more than one predecessor."""
        goals = [goal for _, goal in self.edges]
        return frozenset(goal for goal in goals if goals.count(goal) > 1)


def goal_of(target: Target) -> str | None:
    """The node an edge leads to, `END`, or None when it ends the run as failed."""
    match target:
        case Goto():
            return target.step
        case Succeed():
            return END
        case Fail() | FailAgain():
            return None


def shape_of(workflow: Workflow, names: TaskNames, *, fallible_choices: frozenset[str]) -> Shape:
    """The shape of a workflow. `fallible_choices`: choices with a condition that can fail."""
    picks = frozenset(node.id for node in workflow.nodes if node.id in fallible_choices and node.on_failure)
    routed = frozenset(node.id for node in workflow.nodes if node.id in picks or _needs_route(node))
    final = _final(workflow, names, routed)
    shape = Shape(workflow=workflow, names=names, routed=routed, picks=picks, final=final)
    shape = replace(shape, markers=tuple(_markers(shape)))
    return replace(shape, edges=tuple(dict.fromkeys(_edges(shape))))


def _needs_route(node: Node) -> bool:
    if isinstance(node, Choice):
        return False
    plain = len(node.on_success) == 1 and not node.on_failure
    return not (plain and not isinstance(node.on_success[0].target, Fail))


def _final(workflow: Workflow, names: TaskNames, routed: frozenset[str]) -> str:
    if workflow.result is not None:
        return names.run("result")
    ends = [node for node in workflow.nodes for target in targets_of(node) if isinstance(target, Succeed)]
    if len(ends) == 1 and ends[0].id not in routed and not isinstance(ends[0], Choice):
        return task_id(ends[0].id)
    return names.run("succeeded")


def _markers(shape: Shape) -> Iterator[tuple[str, str]]:
    """(marker, join) for each edge that needs one."""
    detours = _Detours(shape)
    for node in shape.workflow.nodes:
        if node.id not in shape.routed and not isinstance(node, Choice):
            continue
        goals = [goal for target in targets_of(node) if (goal := goal_of(target)) is not None]
        for goal in dict.fromkeys(goals):
            if any(other not in {goal, END} and detours.leads(other, goal) for other in goals):
                end = shape.final if goal == END else task_id(goal)
                yield shape.names.past(node.id, end), end


class _Detours:
    """Ways from one node to another that pass a route, found once per goal."""

    def __init__(self, shape: Shape) -> None:
        self._nodes = nodes_by_id(shape.workflow)
        self._deciding = shape.routed | {node.id for node in shape.workflow.nodes if isinstance(node, Choice)}
        self._order = [node.id for node in shape.workflow.nodes]
        self._known: dict[str, frozenset[str]] = {}

    def leads(self, start: str, goal: str) -> bool:
        """Is there a way from `start` to `goal` on which a route may turn off?"""
        if goal not in self._known:
            self._known[goal] = self._find(goal)
        return start in self._known[goal]

    def _find(self, goal: str) -> frozenset[str]:
        reach: set[str] = {goal}
        found: set[str] = set()
        for one in reversed(self._order):
            node = self._nodes[one]
            if one != goal and {goal_of(target) for target in targets_of(node)} & reach:
                reach.add(one)
                if one in self._deciding or set(successors(node)) & found:
                    found.add(one)
        return frozenset(found)


def _edges(shape: Shape) -> Iterator[tuple[str, str]]:
    """(task, task) in the order of the flow, without start, undo, alerts and outcome."""
    for node in shape.workflow.nodes:
        decider = shape.decider(node)
        if decider != task_id(node.id):
            yield task_id(node.id), decider
        for target in targets_of(node):
            way = shape.way(node, target)
            if way is not None and way != decider:
                yield decider, way
    yield from shape.markers
