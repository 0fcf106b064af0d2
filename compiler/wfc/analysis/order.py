"""Canonical order (C2) and cycles."""

from wfc.analysis.graph import Graph


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
    seen: set[str] = set()
    ahead = [graph.entry]
    while ahead:
        node = ahead.pop()
        if node not in seen and node in graph.nodes:
            seen.add(node)
            ahead += [edge.target for edge in graph.out_of(node) if edge.target is not None]
    return frozenset(seen)
