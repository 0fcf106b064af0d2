"""Canonical order (C2) and cycles."""

from collections.abc import Set
from heapq import heappop, heappush

from wfc.analysis.graph import Edge, Graph, make_graph


def canonical_order(graph: Graph) -> tuple[str, ...]:
    """Repeatedly take, among the nodes whose predecessors are taken, the one declared first. Nodes on or behind a
    cycle are left out.
    """
    place = {node: at for at, node in enumerate(graph.nodes)}
    waiting = {node: {edge.source for edge in graph.into(node)} for node in graph.nodes}
    ready = [at for node, at in place.items() if not waiting[node]]
    taken: list[str] = []
    while ready:
        node = graph.nodes[heappop(ready)]
        taken.append(node)
        for edge in graph.out_of(node):
            if edge.target in place and node in waiting[edge.target]:
                waiting[edge.target].discard(node)
                if not waiting[edge.target]:
                    heappush(ready, place[edge.target])
    return tuple(taken)


def reachable(graph: Graph) -> frozenset[str]:
    """The nodes that some path from the entry reaches."""
    return reachable_from({graph.entry}, graph)


def reachable_from(nodes: Set[str], graph: Graph) -> frozenset[str]:
    """Some nodes and all that paths from them reach."""
    seen: set[str] = set()
    known = frozenset(graph.nodes)
    ahead = list(nodes)
    while ahead:
        node = ahead.pop()
        if node not in seen and node in known:
            seen.add(node)
            ahead += [edge.target for edge in graph.out_of(node) if edge.target is not None]
    return frozenset(seen)


def dominated_by(node: str, edge: Edge, graph: Graph) -> bool:
    """Does every path from the entry to the node take this edge?"""
    without = make_graph(graph.entry, graph.nodes, tuple(other for other in graph.edges if other != edge))
    return node in reachable(graph) and node not in reachable(without)


def path_without(graph: Graph, target: str, avoided: frozenset[Edge]) -> tuple[str, ...] | None:
    """Some path from the entry to `target` that takes none of the avoided edges, shortest first; None if there is
    none.
    """
    came_from: dict[str, str | None] = {graph.entry: None}
    ahead = [graph.entry]
    for node in ahead:
        for edge in graph.out_of(node):
            if edge.target is not None and edge.target not in came_from and edge not in avoided:
                came_from[edge.target] = node
                ahead.append(edge.target)
    if target not in came_from:
        return None
    path: list[str] = []
    at: str | None = target
    while at is not None:
        path.append(at)
        at = came_from[at]
    return tuple(reversed(path))
