"""How deeply steps may stand inside each other, in branches and bodies."""

from collections.abc import Iterator

import wfc as spec
from wfc.spec.step import Node

DEEPEST = 16
"""Branches and bodies inside each other: more than anybody reads, and fewer than Python has room for."""


def nested_too_deeply(workflow: "spec.Workflow") -> Iterator[Node]:
    """The outermost of such steps; they may not be steps, if other arguments are mistaken, too."""
    waiting: list[tuple[object, int]] = [(one, 0) for one in (*workflow.steps, *workflow.handlers)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        node, depth = waiting.pop()
        if not isinstance(node, Node) or (id(node), depth) in seen:
            continue
        seen.add((id(node), depth))
        if depth > DEEPEST:
            yield node
        else:
            waiting += [(one, depth + 1) for one in _inside(node)]


def _inside(node: Node) -> list[object]:
    match node:
        case spec.Parallel(branches=dict() as branches):
            return [one for steps in branches.values() if isinstance(steps, tuple) for one in steps]
        case spec.ForEach(steps=tuple() as steps):
            return list(steps)
        case _:
            return []
