"""What has happened when a node is entered: on some path (may) and on every path (must).

A forward analysis over the acyclic graph in canonical order: sets grow along an edge, and where paths join, may is the
union and must the intersection. A branch or body begins with the history of the node around it, and adds to it when
that node ends (O7, P1): after success what its own ends have in common, after failure only what may be. Nodes that no
path reaches have no history.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import final

from wfc.analysis.graph import Edge, Graph
from wfc.analysis.order import canonical_order, reachable


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Nodes that succeeded, and nodes that failed (handled, or inside a block that failed), before this point.

    `handled` are the nodes whose failure may be the one handled last; `unhandled_possible` tells that some path has
    handled none, so `error` may be absent here. `approved` are approvals whose decision was certainly `approved`.
    """

    may_succeed: frozenset[str] = frozenset()
    must_succeed: frozenset[str] = frozenset()
    may_fail: frozenset[str] = frozenset()
    approved: frozenset[str] = frozenset()
    handled: frozenset[str] = frozenset()
    unhandled_possible: bool = True

    def then_succeeded(self, node: str) -> "History":
        """After the node has succeeded."""
        return replace(self, may_succeed=self.may_succeed | {node}, must_succeed=self.must_succeed | {node})

    def then_failed(self, node: str) -> "History":
        """After the node has failed and a failure edge was taken."""
        return replace(self, may_fail=self.may_fail | {node}, handled=frozenset({node}), unhandled_possible=False)

    def joined(self, other: "History") -> "History":
        """Where two paths meet."""
        return History(
            may_succeed=self.may_succeed | other.may_succeed,
            must_succeed=self.must_succeed & other.must_succeed,
            may_fail=self.may_fail | other.may_fail,
            approved=self.approved & other.approved,
            handled=self.handled | other.handled,
            unhandled_possible=self.unhandled_possible or other.unhandled_possible,
        )


@final
@dataclass(frozen=True, slots=True)
class Histories:
    """By node, those of blocks included: its history at entry, and once it has succeeded or failed."""

    before: dict[str, History] = field(default_factory=dict)
    succeeded: dict[str, History] = field(default_factory=dict)
    failed: dict[str, History] = field(default_factory=dict)

    def along(self, edge: Edge) -> History:
        """Behind an edge whose source is reached."""
        if edge.kind == "failure":
            return self.failed[edge.source]
        after = self.succeeded[edge.source]
        return replace(after, approved=after.approved | {edge.source}) if edge.decision == "approved" else after


def histories(graph: Graph) -> Histories:
    """The histories of all nodes that can be reached."""
    found = Histories()
    _fill(graph, History(), found)
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
        ended = reduce(History.joined, ends)
        after = replace(
            after, may_succeed=after.may_succeed | ended.may_succeed, may_fail=after.may_fail | ended.may_fail
        )
        if node not in graph.repeated:
            must, approved = after.must_succeed | ended.must_succeed, after.approved | ended.approved
            after = replace(after, must_succeed=must, approved=approved)
    return after.then_succeeded(node)


def _after_failure(node: str, before: History, graph: Graph, found: Histories) -> History:
    """Some block has failed somewhere, and the others have ended anyhow: nothing inside is certain."""
    inside = [one for block in graph.blocks.get(node, ()) for one in block.nodes if one in found.before]
    ways = [ended[one] for one in inside for ended in (found.succeeded, found.failed)]
    may_succeed, may_fail = _union(one.may_succeed for one in ways), _union(one.may_fail for one in ways)
    after = replace(before, may_succeed=before.may_succeed | may_succeed, may_fail=before.may_fail | may_fail)
    return after.then_failed(node)


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)
