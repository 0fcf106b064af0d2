"""Every expression of a core workflow: what its lambdas have become."""

from collections.abc import Iterator
from typing import assert_never

from wfc.ir.expressions import Expr
from wfc.ir.nodes import Approval, Call, Choice, Fail, ForEach, Node, Parallel, Receive, Step, Wait, Workflow
from wfc.ir.walk import all_nodes, arms_of, targets_of


def expressions_of(workflow: Workflow) -> Iterator[Expr]:
    """All of them, those of branches, bodies and compensations included."""
    told = workflow.after_compensation
    written = [workflow.result, told and told.inputs]
    for node in all_nodes(workflow):
        written += [*_own(node), *(arm.condition for arm in arms_of(node))]
        written += [target.message for target in targets_of(node) if isinstance(target, Fail)]
    return (expr for expr in written if expr is not None)


def _own(node: Node) -> list[Expr | None]:
    match node:
        case Step():
            return [node.inputs, node.poll and node.poll.until, node.compensation and node.compensation.inputs]
        case Call():
            return [node.inputs, node.context, node.compensation and node.compensation.inputs]
        case ForEach():
            return [node.items]
        case Wait():
            return [node.until, None if isinstance(node.duration, int) else node.duration]
        case Approval():
            return [node.inputs]
        case Receive():
            return [node.correlate]
        case Choice() | Parallel():
            return []
        case _:
            assert_never(node)
