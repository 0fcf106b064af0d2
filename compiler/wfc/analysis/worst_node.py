"""How long a node of any kind may take at worst, with all that is inside it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias, assert_never

from wfc.analysis.bounds import NOTHING, Bound, summed, unknown
from wfc.analysis.longest_way import longest_way, nothing_follows
from wfc.analysis.worst_step import worst_approval, worst_of_step, worst_wait, worst_window
from wfc.durations import spell_duration
from wfc.ir.expressions import ListDisplay
from wfc.ir.nodes import (
    Approval,
    Block,
    Call,
    Choice,
    ForEach,
    Node,
    Parallel,
    Receive,
    Step,
    Wait,
    Workflow,
)

Calls: TypeAlias = Mapping[str, Bound]
"""What each `Call` of a workflow may take, by its id."""


def worst_of_block(block: Block | Workflow, calls: Calls) -> Bound:
    """The longest way through a branch, a body or a workflow, without any undoing."""
    return longest_way(block.nodes, block.entry, own_bounds(block.nodes, calls), nothing_follows)


def own_bounds(nodes: tuple[Node, ...], calls: Calls) -> dict[str, Bound]:
    """What each of some nodes takes, by id."""
    return {node.id: _own(node, calls) for node in nodes}


def _own(node: Node, calls: Calls) -> Bound:
    match node:
        case Step():
            return worst_of_step(node)
        case Choice():
            return NOTHING
        case Parallel():
            return _parallel(node, calls)
        case ForEach():
            return _for_each(node, calls)
        case Wait():
            return worst_wait(node)
        case Approval():
            return worst_approval(node)
        case Receive():
            return worst_window(node.id, node.timeout)
        case Call():
            return calls[node.id]
        case _:
            assert_never(node)


def _parallel(node: Parallel, calls: Calls) -> Bound:
    branches = [(worst_of_block(block, calls), block.name) for block in node.branches]
    longest, name = max(branches, key=lambda branch: branch[0].total)
    unbounded = summed(bound for bound, _ in branches).unbounded
    return replace(longest, lines=(f"{node.id:<20} its branch `{name}`:", *longest.lines), unbounded=unbounded)


def _for_each(node: ForEach, calls: Calls) -> Bound:
    """All elements at once take as long as one; of a limited number at a time, how many rounds there are decides."""
    body, limit = worst_of_block(node.body, calls), node.max_concurrency
    if limit is None:
        return replace(body, lines=(f"{node.id:<20} its elements, all at once:", *body.lines))
    if not isinstance(node.items, ListDisplay):
        left_out = f"more than {limit} elements of `{node.id}`"
        return summed((replace(body, lines=(f"{node.id:<20} its first elements:", *body.lines)), unknown(left_out)))
    rounds = -(-len(node.items.items) // limit)
    total = rounds * body.total
    last = f"{node.id:<20} {rounds} x {spell_duration(body.total)} = {spell_duration(total)}"
    return replace(body, total=total, lines=(f"{node.id:<20} each element:", *body.lines, last))
