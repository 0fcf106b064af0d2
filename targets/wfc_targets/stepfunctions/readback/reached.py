"""The part of a workflow that a definition has states for.

What no edge that can be taken leads to has none. That nothing else is missing the edges show, whose targets must be
there.
"""

from collections.abc import Iterator
from dataclasses import replace

from wfc.ir.nodes import Block, Due, ForEach, Node, Parallel, UndoEach, Workflow
from wfc.ir.walk import walk_nodes
from wfc_targets.stepfunctions.readback.definition import Scope, every_state


def reached(workflow: Workflow, machine: Scope) -> Workflow:
    """The workflow without nodes that there is no state for, and without what would be undone of them."""
    states = frozenset(state.name for state in every_state(machine))
    lost = frozenset(node.id for node in walk_nodes(workflow.nodes)) - states
    if not lost:
        return workflow
    points = tuple(
        replace(point, undo=tuple(_undone(point.undo, lost)))
        for point in workflow.failure_points
        if point.node not in lost
    )
    return replace(workflow, nodes=_left(workflow.nodes, lost), failure_points=points)


def _left(nodes: tuple[Node, ...], lost: frozenset[str]) -> tuple[Node, ...]:
    return tuple(_inside(node, lost) for node in nodes if node.id not in lost)


def _inside(node: Node, lost: frozenset[str]) -> Node:
    match node:
        case Parallel():
            return replace(node, branches=tuple(_block(one, lost) for one in node.branches))
        case ForEach():
            return replace(node, body=_block(node.body, lost))
        case _:
            return node


def _block(block: Block, lost: frozenset[str]) -> Block:
    return replace(block, nodes=_left(block.nodes, lost))


def _undone(due: tuple[Due, ...], lost: frozenset[str]) -> Iterator[Due]:
    for one in due:
        if isinstance(one, UndoEach):
            inside = tuple(_undone(one.undo, lost))
            yield from [replace(one, undo=inside)] if inside and one.for_each not in lost else []
        elif one.step not in lost:
            yield one
