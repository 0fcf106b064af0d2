"""For every point where a run can fail: which compensations are due, in which order, and which of them certainly.

The completed-set analysis (C1, C2). A target needs it to emit a static chain of compensations, with a test only where
two paths with different histories join. Runs last, on nodes in canonical order. Total.
"""

from collections.abc import Iterator
from dataclasses import replace

from wfc.analysis.graph import Graph, graphs_in
from wfc.analysis.history import Histories, History, histories
from wfc.ir.nodes import Call, Due, FailurePoint, ForEach, Node, Step, Undo, UndoEach, Workflow
from wfc.ir.walk import blocks_of, walk_nodes


def list_compensations(workflow: Workflow, graph: Graph) -> Workflow:
    """The workflow with `failure_points` filled: two for every node of its own list that can be reached."""
    found = histories(graph)
    bodies = _bodies(graph, found)
    holding = tuple(node for node in reversed(workflow.nodes) if _holds(node))
    points = tuple(
        point
        for node in workflow.nodes
        if node.id in found.before
        for point in _points(node.id, holding, found, bodies)
    )
    return replace(workflow, failure_points=points)


def _bodies(graph: Graph, found: Histories) -> dict[str, frozenset[str]]:
    """For each `ForEach`: what has certainly succeeded in an element that ended with success."""
    repeated = {node: inner.blocks[node][0] for inner in graphs_in(graph) for node in inner.repeated}
    return {node: _certain(body, found) for node, body in repeated.items()}


def _certain(body: Graph, found: Histories) -> frozenset[str]:
    ends = [
        found.along(edge).must_succeed for edge in body.edges if edge.end == "succeed" and edge.source in found.before
    ]
    return frozenset.intersection(*ends) if ends else frozenset()


def _holds(node: Node) -> bool:
    """Is there a compensation in it?"""
    return any(isinstance(one, Step | Call) and one.compensation is not None for one in walk_nodes((node,)))


def _points(
    node: str, holding: tuple[Node, ...], found: Histories, bodies: dict[str, frozenset[str]]
) -> Iterator[FailurePoint]:
    for after, history in (("failure", found.failed[node]), ("success", found.succeeded[node])):
        due = tuple(_due(holding, history, history.must_succeed, bodies))
        yield FailurePoint(node=node, after="failure" if after == "failure" else "success", undo=due)


def _due(
    nodes: tuple[Node, ...], history: History, certain: frozenset[str], bodies: dict[str, frozenset[str]]
) -> Iterator[Due]:
    """What is due of `nodes`, the latest first."""
    for node in nodes:
        if isinstance(node, ForEach):
            inside = bodies[node.id] if node.id in certain else frozenset()
            undo = tuple(_due(node.body.nodes[::-1], history, inside, bodies))
            if undo:
                yield UndoEach(for_each=node.id, undo=undo)
            continue
        for block in reversed(blocks_of(node)):
            yield from _due(block.nodes[::-1], history, certain, bodies)
        if isinstance(node, Step | Call) and _may_be_due(node, history):
            yield Undo(step=node.id, certain=node.id in certain)


def _may_be_due(node: Step | Call, history: History) -> bool:
    """A step that failed may have made no attempt (S4), so `attempted` is never certain from a failure."""
    if node.compensation is None:
        return False
    attempted = node.compensation.when == "attempted" and node.id in history.may_fail
    return node.id in history.may_succeed or attempted
