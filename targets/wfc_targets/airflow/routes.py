"""The shape of the DAG: which steps get a route behind them, what follows what, and where paths meet.

A route is a branch task that reads the state of its step and follows one edge. A step whose only way on is to succeed
needs none.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import final

from wfc.ir.nodes import Choice, Fail, Node, Succeed, Target, Workflow
from wfc.ir.walk import targets_of
from wfc_targets.airflow.detours import END, detours, goal_of
from wfc_targets.airflow.names import TaskNames, task_id


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The workflow as tasks. `edges` are pairs of task ids, `final` is the task whose success is the run's.

    `picks`: choices that are two tasks, since the failure of their conditions has an edge. `markers`: each with the
    join that it leads to (see `detours`). `joins`: tasks with more than one predecessor.
    """

    workflow: Workflow
    names: TaskNames
    routed: frozenset[str]
    picks: frozenset[str]
    final: str
    edges: tuple[tuple[str, str], ...] = ()
    markers: Mapping[str, str] = field(default_factory=dict)
    joins: frozenset[str] = frozenset()

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
        return marker if self.markers.get(marker) == end else end


def shape_of(workflow: Workflow, names: TaskNames, *, fallible_choices: frozenset[str]) -> Shape:
    """The shape of a workflow. `fallible_choices`: choices with a condition that can fail."""
    picks = frozenset(node.id for node in workflow.nodes if node.id in fallible_choices and node.on_failure)
    routed = frozenset(node.id for node in workflow.nodes if node.id in picks or _needs_route(node))
    final = _final(workflow, names, routed)
    shape = Shape(workflow=workflow, names=names, routed=routed, picks=picks, final=final)
    shape = replace(shape, markers=dict(_markers(shape)))
    edges = tuple(dict.fromkeys(_edges(shape)))
    predecessors = Counter(goal for _, goal in edges)
    return replace(shape, edges=edges, joins=frozenset(goal for goal, count in predecessors.items() if count > 1))


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
    yield from shape.markers.items()


def _markers(shape: Shape) -> Iterator[tuple[str, str]]:
    for node, join in detours(shape.workflow, shape.routed):
        end = shape.final if join == END else task_id(join)
        yield shape.names.past(node, end), end
