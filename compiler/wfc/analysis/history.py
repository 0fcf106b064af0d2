"""What has happened when a node is entered: on some path (may) and on every path (must).

A forward analysis over the acyclic graph in canonical order: sets grow along an edge, and where paths join, may is the
union and must the intersection. Nodes that no path reaches have no history.
"""

from dataclasses import dataclass
from functools import reduce
from typing import final

from wfc.analysis.graph import Edge, Graph
from wfc.analysis.order import canonical_order, reachable


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Nodes that succeeded, and nodes that failed and were handled, before this point.

    `handled` are the nodes whose failure may be the one handled last; `unhandled_possible` tells that some path has
    handled none, so `error` may be absent here.
    """

    may_succeed: frozenset[str] = frozenset()
    must_succeed: frozenset[str] = frozenset()
    may_fail: frozenset[str] = frozenset()
    handled: frozenset[str] = frozenset()
    unhandled_possible: bool = True

    def then_succeeded(self, node: str) -> "History":
        """After the node has succeeded."""
        return History(
            may_succeed=self.may_succeed | {node},
            must_succeed=self.must_succeed | {node},
            may_fail=self.may_fail,
            handled=self.handled,
            unhandled_possible=self.unhandled_possible,
        )

    def then_failed(self, node: str) -> "History":
        """After the node has failed and a failure edge was taken."""
        return History(
            may_succeed=self.may_succeed,
            must_succeed=self.must_succeed,
            may_fail=self.may_fail | {node},
            handled=frozenset({node}),
            unhandled_possible=False,
        )

    def joined(self, other: "History") -> "History":
        """Where two paths meet."""
        return History(
            may_succeed=self.may_succeed | other.may_succeed,
            must_succeed=self.must_succeed & other.must_succeed,
            may_fail=self.may_fail | other.may_fail,
            handled=self.handled | other.handled,
            unhandled_possible=self.unhandled_possible or other.unhandled_possible,
        )


def histories(graph: Graph) -> dict[str, History]:
    """The history at the entry of every node that can be reached."""
    alive = reachable(graph)
    found: dict[str, History] = {}
    for node in canonical_order(graph):
        if node not in alive:
            continue
        arriving = [along(found[edge.source], edge) for edge in graph.into(node) if edge.source in found]
        if node == graph.entry:
            arriving.append(History())
        found[node] = reduce(History.joined, arriving)
    return found


def along(history: History, edge: Edge) -> History:
    """The history behind an edge, given the one at its source."""
    return history.then_succeeded(edge.source) if edge.kind == "success" else history.then_failed(edge.source)
