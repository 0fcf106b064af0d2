"""Canonical order (C2) and cycles."""

from collections.abc import Set

from wfc.analysis.graph import Edge, Graph


def canonical_order(graph: Graph) -> tuple[str, ...]:
    """Repeatedly take, among the nodes whose predecessors are taken, the one declared first. Nodes on or behind a
    cycle are left out.
    """
    waiting = {node: {edge.source for edge in graph.into(node)} for node in graph.nodes}
    taken: list[str] = []
    while ready := next((node for node, before in waiting.items() if before <= set(taken)), None):
        taken.append(ready)
        del waiting[ready]
    return tuple(taken)


def reachable(graph: Graph) -> frozenset[str]:
    """The nodes that some path from the entry reaches."""
    return reachable_from({graph.entry}, graph)


def reachable_from(nodes: Set[str], graph: Graph) -> frozenset[str]:
    """Some nodes and all that paths from them reach."""
    seen: set[str] = set()
    ahead = list(nodes)
    while ahead:
        node = ahead.pop()
        if node not in seen and node in graph.nodes:
            seen.add(node)
            ahead += [edge.target for edge in graph.out_of(node) if edge.target is not None]
    return frozenset(seen)


def dominated_by(node: str, edge: Edge, graph: Graph) -> bool:
    """Does every path from the entry to the node take this edge?"""
    without = Graph(entry=graph.entry, nodes=graph.nodes, edges=tuple(other for other in graph.edges if other != edge))
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
