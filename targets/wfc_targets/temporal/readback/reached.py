"""Which nodes can be reached at all: an edge for errors in conditions that cannot fail leads nowhere."""

from collections.abc import Iterator, Sequence

from wfc.ir.fallible import is_fallible
from wfc.ir.nodes import Choice, Goto, Node, Target, Workflow
from wfc.ir.walk import arms_of, blocks_of, catches_of


def can_fail(node: Node) -> bool:
    """Can any of the node's failure edges ever be taken?"""
    return not isinstance(node, Choice) or any(is_fallible(arm.condition) for arm in node.arms)


def reached(workflow: Workflow) -> frozenset[str]:
    """The ids of the nodes that some run can come to."""
    return frozenset(_reached(workflow.nodes, workflow.entry))


def _reached(nodes: Sequence[Node], entry: str) -> Iterator[str]:
    found = {entry}
    for node in nodes:  # in canonical order every edge leads forward
        if node.id in found:
            found |= {target.step for target in _targets(node) if isinstance(target, Goto)}
            for block in blocks_of(node):
                yield from _reached(block.nodes, block.entry)
    yield from found


def _targets(node: Node) -> Iterator[Target]:
    yield from (arm.target for arm in arms_of(node))
    if can_fail(node):
        yield from (catch.target for catch in catches_of(node))
