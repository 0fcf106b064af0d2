"""The shape of the DAG: which steps get a route behind them, what follows what, and where paths meet.

A route is a branch task that reads the state of its step and follows one edge. A step whose only way on is to succeed
needs none. The trap that decides the shape: Airflow's rule for joins (none failed, one succeeded) counts a route that
chose a *detour* to the join as a success, so that the join would run even when the detour ended the run. Where that can
happen without another predecessor of the join being skipped or failed on purpose, the direct edge from the route to the
join leads through a marker, which is skipped when the detour is taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import final

from wfc.ir.nodes import Choice, Fail, FailAgain, Goto, Node, Succeed, Target, Workflow
from wfc.ir.walk import nodes_by_id, targets_of
from wfc_targets.airflow.fallible import is_fallible
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
        if detours.decides(node.id):
            goals = dict.fromkeys(goal for target in targets_of(node) if (goal := goal_of(target)) is not None)
            for join in goals:
                if any(detours.loses(other, join) for other in goals if other not in {join, END}):
                    end = shape.final if join == END else task_id(join)
                    yield shape.names.past(node.id, end), end


class _Detours:
    """What may become of a join while a run is on a detour to it, found once per join."""

    def __init__(self, shape: Shape) -> None:
        self._nodes = nodes_by_id(shape.workflow)
        self._routed = shape.routed
        self._goals = {one: tuple(goal_of(target) for target in targets_of(node)) for one, node in self._nodes.items()}
        self._before: dict[str, frozenset[str]] = {}
        self._losing: dict[tuple[str, str], bool] = {}

    def decides(self, node: str) -> bool:
        """Does a branch task follow one of the node's edges?"""
        return node in self._routed or isinstance(self._nodes[node], Choice)

    def loses(self, node: str, join: str) -> bool:
        """Can a run at `node`, which may reach `join`, end before it, and none of the join's predecessors says so?"""
        if not self._reaches(node, join):
            return False
        if (node, join) not in self._losing:
            branch = self.decides(node)
            self._losing[node, join] = self._branch_loses(node, join) if branch else self._step_loses(node, join)
        return self._losing[node, join]

    def _branch_loses(self, node: str, join: str) -> bool:
        """A branch skips its direct successors unless what it follows leads to them."""
        goals = self._goals[node]
        says_so = join in goals
        turns_off = any(goal is None or (goal != join and not self._reaches(goal, join)) for goal in goals)
        if not says_so and (turns_off or self._fails_unhandled(node)):
            return True
        return any(self.loses(goal, join) for goal in goals if goal is not None and goal not in {join, END})

    def _step_loses(self, node: str, join: str) -> bool:
        """A step without a route fails what stands behind it, as far as there are no routes."""
        (goal,) = self._goals[node]
        if goal is None or goal == join or goal == END:
            return False
        return self.decides(goal) or self.loses(goal, join)

    def _fails_unhandled(self, node: str) -> bool:
        found = self._nodes[node]
        catches_all = bool(found.on_failure) and not found.on_failure[-1].types
        can_fail = not isinstance(found, Choice) or any(is_fallible(arm.condition) for arm in found.arms)
        return can_fail and not catches_all

    def _reaches(self, node: str, join: str) -> bool:
        if join not in self._before:
            found = {join}
            for one in reversed(self._nodes):
                if found & set(self._goals[one]):
                    found.add(one)
            self._before[join] = frozenset(found - {join})
        return node in self._before[join]


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
