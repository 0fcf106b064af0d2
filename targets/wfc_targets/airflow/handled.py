"""Which failure is the one handled last, at each node: what `error` means there."""

from wfc.ir.nodes import Goto, Workflow
from wfc.ir.walk import arms_of


def handled_before(workflow: Workflow) -> dict[str, tuple[str, ...]]:
    """For each node, the nodes whose failure may be the one handled last on a way to it, the latest first."""
    order = [node.id for node in workflow.nodes]
    found: dict[str, set[str]] = {one: set() for one in order}
    for node in workflow.nodes:
        for arm in arms_of(node):
            if isinstance(arm.target, Goto):
                found[arm.target.step] |= found[node.id]
        for catch in node.on_failure:
            if isinstance(catch.target, Goto):
                found[catch.target.step].add(node.id)
    return {one: tuple(sorted(found[one], key=order.index, reverse=True)) for one in order}
