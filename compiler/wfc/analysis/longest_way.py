"""The longest path through the nodes of one list."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from wfc.analysis.bounds import NOTHING, Bound, summed
from wfc.ir.nodes import Goto, Node
from wfc.ir.walk import targets_of

Ends: TypeAlias = Callable[[Node], Iterator[Bound]]
"""What follows when a run ends behind a node: the undoing."""


def nothing_follows(_: Node) -> Iterator[Bound]:
    """As in a branch or body."""
    yield from ()


def longest_way(nodes: tuple[Node, ...], entry: str, own: Mapping[str, Bound], ends: Ends) -> Bound:
    """The longest way from `entry`, with what follows behind its last node."""
    ahead: dict[str, int] = {}
    onward: dict[str, str | Bound] = {}
    for node in reversed(nodes):  # canonical order is topological
        ways: list[tuple[int, str | Bound]] = [(0, NOTHING)]
        ways += [(ahead[target.step], target.step) for target in targets_of(node) if isinstance(target, Goto)]
        ways += [(end.total, end) for end in ends(node)]
        longest, onward[node.id] = max(ways, key=lambda way: way[0])
        ahead[node.id] = own[node.id].total + longest
    taken: list[Bound] = []
    at: str | Bound = entry
    while isinstance(at, str):
        taken.append(own[at])
        at = onward[at]
    return summed((*taken, at))
