"""For every point where a run can fail: which compensations are due, in which order, and which of them certainly.

The completed-set analysis (C1, C2). A target needs it to emit a static chain of compensations, with a test only where
two paths with different histories join. Runs last, on nodes in canonical order. Total.
"""

from collections.abc import Iterator
from dataclasses import replace

from wfc.analysis.graph import Graph
from wfc.analysis.history import History, histories
from wfc.ir.nodes import FailurePoint, Step, Undo, Workflow
from wfc.ir.walk import steps_of


def list_compensations(workflow: Workflow, graph: Graph) -> Workflow:
    """The workflow with `failure_points` filled: two for every node that can be reached."""
    compensable = tuple(step for step in reversed(steps_of(workflow)) if step.compensation is not None)
    before = histories(graph)
    points = tuple(
        point
        for node in workflow.nodes
        if node.id in before
        for point in _points(node.id, before[node.id], compensable)
    )
    return replace(workflow, failure_points=points)


def _points(node: str, before: History, compensable: tuple[Step, ...]) -> Iterator[FailurePoint]:
    yield FailurePoint(node=node, after="failure", undo=_due(before.then_failed(node), compensable))
    yield FailurePoint(node=node, after="success", undo=_due(before.then_succeeded(node), compensable))


def _due(history: History, compensable: tuple[Step, ...]) -> tuple[Undo, ...]:
    return tuple(
        Undo(step=step.id, certain=step.id in history.must_succeed)
        for step in compensable
        if _may_be_due(step, history)
    )


def _may_be_due(step: Step, history: History) -> bool:
    """A step that failed may have made no attempt (S4), so `attempted` is never certain from a failure."""
    assert step.compensation is not None
    attempted = step.compensation.when == "attempted" and step.id in history.may_fail
    return step.id in history.may_succeed or attempted
