"""What has happened when a node is entered: on some path (may) and on every path (must).

A forward analysis over the acyclic graph in canonical order: sets grow along an edge, and where paths join, may is the
union and must the intersection. A branch or body begins with the history of the node around it, and adds to it when
that node ends (O7, P1): after success what its own ends have in common, after failure only what may be. Nodes that no
path reaches have no history.
"""

from dataclasses import dataclass, field
from functools import reduce
from typing import final

from wfc.analysis.graph import Edge, Graph, graphs_in
from wfc.analysis.latest import kept_for_the_latest
from wfc.analysis.node_sets import NodeSet, Numbers, numbered
from wfc.analysis.order import canonical_order, reachable

NONE = NodeSet(0, {})


@final
@dataclass(frozen=True, slots=True)
class History:
    """Nodes that succeeded, and nodes that failed (handled, or inside a block that failed), before this point.

    `handled_possible` tells that some path has handled a failure, and `unhandled_possible` that some path has handled
    none, so `error` may be absent here. `approved` are approvals whose decision was certainly `approved`.
    """

    may_succeed: NodeSet = NONE
    must_succeed: NodeSet = NONE
    may_fail: NodeSet = NONE
    approved: frozenset[str] = frozenset()
    handled_possible: bool = False
    unhandled_possible: bool = True

    def then_succeeded(self, node: str) -> "History":
        """After the node has succeeded."""
        return History(
            self.may_succeed.also(node),
            self.must_succeed.also(node),
            self.may_fail,
            self.approved,
            self.handled_possible,
            self.unhandled_possible,
        )

    def then_failed(self, node: str) -> "History":
        """After the node has failed and a failure edge was taken."""
        return History(
            self.may_succeed,
            self.must_succeed,
            self.may_fail.also(node),
            self.approved,
            handled_possible=True,
            unhandled_possible=False,
        )

    def then_approved(self, node: str) -> "History":
        """After the approval was given."""
        return History(
            self.may_succeed,
            self.must_succeed,
            self.may_fail,
            self.approved | {node},
            self.handled_possible,
            self.unhandled_possible,
        )

    def joined(self, other: "History") -> "History":
        """Where two paths meet."""
        return History(
            self.may_succeed | other.may_succeed,
            self.must_succeed & other.must_succeed,
            self.may_fail | other.may_fail,
            self.approved & other.approved,
            self.handled_possible or other.handled_possible,
            self.unhandled_possible or other.unhandled_possible,
        )


@final
@dataclass(frozen=True, slots=True)
class Histories:
    """By node, those of blocks included: its history at entry, and once it has succeeded or failed. `numbers` are those
    of the nodes in all sets.
    """

    numbers: Numbers
    before: dict[str, History] = field(default_factory=dict)
    succeeded: dict[str, History] = field(default_factory=dict)
    failed: dict[str, History] = field(default_factory=dict)

    def along(self, edge: Edge) -> History:
        """Behind an edge whose source is reached."""
        if edge.kind == "failure":
            return self.failed[edge.source]
        after = self.succeeded[edge.source]
        return after.then_approved(edge.source) if edge.decision == "approved" else after


@kept_for_the_latest
def histories(graph: Graph) -> Histories:
    """The histories of all nodes that can be reached."""
    numbers = numbered(node for one in graphs_in(graph) for node in one.nodes)
    found, nobody = Histories(numbers), NodeSet(0, numbers)
    _fill(graph, History(nobody, nobody, nobody), found)
    return found


def _fill(graph: Graph, start: History, found: Histories) -> None:
    alive = reachable(graph)
    for node in canonical_order(graph):
        if node not in alive:
            continue
        arriving = [found.along(edge) for edge in graph.into(node) if edge.source in found.before]
        if node == graph.entry:
            arriving.append(start)
        before = found.before[node] = reduce(History.joined, arriving)
        for block in graph.blocks.get(node, ()):
            _fill(block, before, found)
        found.succeeded[node] = _after_success(node, before, graph, found)
        found.failed[node] = _after_failure(node, before, graph, found)


def _after_success(node: str, before: History, graph: Graph, found: Histories) -> History:
    """All blocks have ended with success. What is certain in a body is so for its element only."""
    after = before
    for block in graph.blocks.get(node, ()):
        ends = [found.along(edge) for edge in block.edges if edge.end == "succeed" and edge.source in found.before]
        if not ends:
            continue
        ended, certain = reduce(History.joined, ends), node not in graph.repeated
        after = History(
            after.may_succeed | ended.may_succeed,
            after.must_succeed | ended.must_succeed if certain else after.must_succeed,
            after.may_fail | ended.may_fail,
            after.approved | ended.approved if certain else after.approved,
            after.handled_possible,
            after.unhandled_possible,
        )
    return after.then_succeeded(node)


def _after_failure(node: str, before: History, graph: Graph, found: Histories) -> History:
    """Some block has failed somewhere, and the others have ended anyhow: nothing inside is certain."""
    may_succeed, may_fail = before.may_succeed, before.may_fail
    for block in graph.blocks.get(node, ()):
        for inside in block.nodes:
            if inside in found.before:
                for ended in (found.succeeded[inside], found.failed[inside]):
                    may_succeed, may_fail = may_succeed | ended.may_succeed, may_fail | ended.may_fail
    return History(may_succeed, before.must_succeed, may_fail, before.approved).then_failed(node)
