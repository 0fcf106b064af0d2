"""The shape of the DAG: which steps get a route behind them, what follows what, and where paths meet.

A route is a task that reads the state of its step and follows one edge. A step whose only way on is to succeed needs
none. Every block (the workflow's own list, a branch, a body) has a shape of its own.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import final

from wfc.ir.nodes import Choice, Fail, ForEach, Node, Parallel, Step, Succeed, Target, Workflow
from wfc.ir.walk import blocks_of, can_be_late, targets_of
from wfc_targets.airflow.detours import END, detours, goal_of
from wfc_targets.airflow.names import TaskNames, task_id


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A block as tasks. `edges` are pairs of task ids, `final` is the task whose success is the block's.

    `each`: the `ForEach` whose body it is in, if any: there are many of each task, and no branch task can choose for
    one of them. `picks`: choices that are two tasks, since the failure of their conditions has an edge. `markers`: each
    with the join that it leads to (see `detours`). `joins`: tasks with more than one predecessor. `inner`:
    the shapes of branches and bodies, by node.
    """

    names: TaskNames
    nodes: Mapping[str, Node]
    entry: str
    each: ForEach | None
    routed: frozenset[str]
    picks: frozenset[str]
    final: str
    edges: tuple[tuple[str, str], ...] = ()
    markers: Mapping[str, str] = field(default_factory=dict)
    joins: frozenset[str] = frozenset()
    inner: Mapping[str, tuple["Shape", ...]] = field(default_factory=dict)

    def decider(self, node: Node) -> str:
        """The task that decides what follows a node."""
        return self.names.beside(node.id, "route") if node.id in self.routed else task_id(node.id)

    def way(self, node: Node, target: Target) -> str | None:
        """The task to follow for an edge, None when the edge ends the block as failed."""
        goal = goal_of(target)
        if goal is None:
            return None
        end = self.final if goal == END else self.names.entry(self.nodes[goal])
        marker = self.names.past(node.id, end)
        return marker if self.markers.get(marker) == end else end

    def choosers(self, task: str) -> tuple[str, ...]:
        """The predecessors of a task that follow one of several edges."""
        choosing = {self.decider(node) for node in self.nodes.values() if node.id in self.routed or is_choice(node)}
        return tuple(one for one, goal in self.edges if goal == task and one in choosing)


def is_choice(node: Node) -> bool:
    """Does the node itself choose what follows?"""
    return isinstance(node, Choice)


def shape_of(workflow: Workflow, names: TaskNames) -> Shape:
    """The shape of a workflow's own list."""
    if workflow.result is not None:
        return _shape(workflow.nodes, workflow.entry, names, names.run("result"), None, can_be_late(workflow))
    final = _only_end(workflow.nodes, None) or names.run("succeeded")
    return _shape(workflow.nodes, workflow.entry, names, final, None, can_be_late(workflow))


def _shape(
    nodes: tuple[Node, ...], entry: str, names: TaskNames, final: str, each: ForEach | None, late: bool
) -> Shape:
    known = {node.id: node for node in nodes}
    shape = Shape(
        names=names, nodes=known, entry=names.entry(known[entry]), each=each, routed=_routed(nodes, each),
        picks=_picks(nodes), final=final, inner={node.id: tuple(_inner(node, names, each, late)) for node in nodes},
    )  # fmt: skip
    shape = replace(shape, markers={} if each else dict(_markers(shape, late)))
    edges = tuple(dict.fromkeys(_edges(shape)))
    predecessors = Counter(goal for _, goal in edges)
    return replace(shape, edges=edges, joins=frozenset(goal for goal, count in predecessors.items() if count > 1))


def _inner(node: Node, names: TaskNames, each: ForEach | None, late: bool) -> Iterator[Shape]:
    around = node if isinstance(node, ForEach) else each
    for block in blocks_of(node):
        final = _only_end(block.nodes, around) or names.end(node.id, block.name)
        yield _shape(block.nodes, block.entry, names, final, around, late)


def _picks(nodes: tuple[Node, ...]) -> frozenset[str]:
    return frozenset(node.id for node in nodes if isinstance(node, Choice) and node.on_failure)


def _routed(nodes: tuple[Node, ...], each: ForEach | None) -> frozenset[str]:
    needed = {node.id for node in nodes if _needs_route(node)}
    return _picks(nodes) | needed | (_before_joins(nodes) if each else frozenset())


def _needs_route(node: Node) -> bool:
    if isinstance(node, Choice):
        return False
    plain = len(node.on_success) == 1 and not node.on_failure
    return not (plain and not isinstance(node.on_success[0].target, Fail))


def _before_joins(nodes: tuple[Node, ...]) -> frozenset[str]:
    """Inside a body, what leads to a join says so, since trigger rules cannot tell for one element."""
    goals = Counter(goal_of(target) for node in nodes for target in targets_of(node))
    return frozenset(
        node.id
        for node in nodes
        if not isinstance(node, Choice) and any(goals[goal_of(target)] > 1 for target in targets_of(node))
    )


def _only_end(nodes: tuple[Node, ...], each: ForEach | None) -> str | None:
    """The one task that ends a block well, if no other can and it always does."""
    routed = _routed(nodes, each)
    ends = [node for node in nodes for target in targets_of(node) if isinstance(target, Succeed)]
    if len(ends) == 1 and ends[0].id not in routed and not isinstance(ends[0], Choice):
        return task_id(ends[0].id)
    return None


def ends_of(shape: Shape) -> tuple[Node, ...]:
    """The nodes with which a block can end well, the latest first."""
    found = [node for node in shape.nodes.values() if any(isinstance(one, Succeed) for one in targets_of(node))]
    return tuple(reversed(found))


def _edges(shape: Shape) -> Iterator[tuple[str, str]]:
    """(task, task) in the order of the flow, without start, undo, alerts, outcome and what is inside of nodes."""
    for node in shape.nodes.values():
        decider = shape.decider(node)
        if decider != task_id(node.id):
            yield task_id(node.id), decider
        for target in targets_of(node):
            way = shape.way(node, target)
            if way is not None and way != decider:
                yield decider, way
    yield from shape.markers.items()


def _markers(shape: Shape, late: bool) -> Iterator[tuple[str, str]]:
    for node, join in detours(shape.nodes, shape.routed, late):
        end = shape.final if join == END else shape.names.entry(shape.nodes[join])
        yield shape.names.past(node, end), end


def all_edges(shape: Shape) -> Iterator[tuple[str, str]]:
    """The edges of a block in the order of the flow, with those inside its nodes; a body is one task, or one group."""
    for node in shape.nodes.values():
        yield from _edges_inside(node, shape)
        yield from (edge for edge in shape.edges if edge[0] in {task_id(node.id), shape.decider(node)})
    yield from shape.markers.items()


def _edges_inside(node: Node, shape: Shape) -> Iterator[tuple[str, str]]:
    match node:
        case Parallel():
            yield from _of_branches(node, shape)
        case ForEach():
            items, settled = shape.names.stages(node)
            body = body_of(node, shape)
            yield from ((items, body), (body, settled))
        case _:
            yield from pairwise(shape.names.stages(node))


def _of_branches(node: Parallel, shape: Shape) -> Iterator[tuple[str, str]]:
    fork, settled = shape.names.stages(node)
    for branch in shape.inner[node.id]:
        edges = list(all_edges(branch))
        yield fork, branch.entry
        yield from edges
        yield from ((leaf, settled) for leaf in leaves_of(branch, edges))


def leaves_of(shape: Shape, edges: list[tuple[str, str]]) -> list[str]:
    """The tasks with which a block can end."""
    sources = {one for one, _ in edges}
    every = dict.fromkeys([shape.entry, *(goal for _, goal in edges)])
    return [one for one in every if one not in sources]


def body_of(node: ForEach, shape: Shape) -> str:
    """What is mapped over the items: the one task of a body, or else a group."""
    return single_of(node, shape) or shape.names.group(node.id, "")


def single_of(node: ForEach, shape: Shape) -> str | None:
    """The step that is all of a body and needs no task beside it."""
    [inner] = shape.inner[node.id]
    first, *more = inner.nodes.values()
    plain = isinstance(first, Step) and not more and not inner.routed
    alert = isinstance(first, Step) and first.sla and first.sla.alert
    return task_id(first.id) if plain and not alert else None
