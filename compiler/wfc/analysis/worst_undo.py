"""How long the undoing may take at worst, by the point at which a run fails."""

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from wfc.analysis.bounds import Bound, summed, unknown, worst_of
from wfc.ir.nodes import Call, Choice, Due, Fail, FailAgain, Node, Step, Undo, Wait, Workflow
from wfc.ir.walk import arms_of, undoable

After: TypeAlias = Literal["failure", "success"]


def worst_undoing(workflow: Workflow) -> Mapping[tuple[str, After], Bound]:
    """All that is undone when a run ends after the failure or the success of a node."""
    undos = {node.id: _worst_undo(node) for node in undoable(workflow)}
    return {(point.node, point.after): summed(_undone(point.undo, undos)) for point in workflow.failure_points}


def _worst_undo(node: Step | Call) -> Bound:
    assert node.compensation is not None
    return worst_of(f"{node.id}:undo", node.compensation.retry, node.compensation.timeout)


def _undone(due: tuple[Due, ...], undos: Mapping[str, Bound]) -> Iterator[Bound]:
    """That of a body is counted for one element."""
    for one in due:
        if isinstance(one, Undo):
            yield undos[one.step]
        else:
            yield from _undone(one.undo, undos)
            yield unknown(f"undoing more than one element of `{one.for_each}`")


def failing_ends(node: Node) -> Iterator[After]:
    """After what the node can end the run as failed; errors in lambdas apart, which no author counts with."""
    failing = (Fail, FailAgain)
    if not isinstance(node, Choice | Wait) and not any(not catch.types for catch in node.on_failure):
        yield "failure"
    if any(isinstance(catch.target, failing) for catch in node.on_failure):
        yield "failure"
    if any(isinstance(arm.target, failing) for arm in arms_of(node)):
        yield "success"
