"""What was written and stays when something else fails. Runs on the core, where defaults are applied.

A run can fail after a step by what comes behind it, by what goes on in another branch of the same `Parallel`, and by
another element of the same `ForEach`. Reports write-not-undone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeGuard, final

from wfc.analysis.graph import Graph
from wfc.analysis.node_sets import Numbers, bits_of, numbered
from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import WRITE_NOT_UNDONE
from wfc.ir.nodes import Approval, Call, ForEach, Node, Receive, Step, Workflow
from wfc.ir.walk import all_nodes, blocks_of, child_of, operations_by_key, steps_of, walk_nodes


def check_half_done(workflow: Workflow, graph: Graph, found: Diagnostics) -> None:
    """Look for writes that nothing undoes; `graph` is that of the surface the workflow came from."""
    ids = tuple(node.id for node in all_nodes(workflow))
    numbers = numbered(ids)
    failing = bits_of(_failing(workflow.nodes), numbers)
    _Search(workflow, ids, numbers, failing, found).look(workflow.nodes, graph, 0)


def _failing(nodes: Iterable[Node]) -> Iterator[str]:
    """The nodes by whose failure the run fails, because nothing catches it; but for errors in lambdas."""
    for node in nodes:
        if any(not catch.types for catch in node.on_failure):
            continue
        if isinstance(node, Step | Approval | Call) or (isinstance(node, Receive) and node.timeout is not None):
            yield node.id
        for block in blocks_of(node):
            yield from _failing(block.nodes)


@final
@dataclass(frozen=True, slots=True)
class _Search:
    """Sets of nodes are bits, by `numbers`: those of `ids`. `failing` are the nodes by whose failure the run fails."""

    workflow: Workflow
    ids: tuple[str, ...]
    numbers: Numbers
    failing: int
    found: Diagnostics

    def look(self, nodes: tuple[Node, ...], graph: Graph, around: int) -> None:
        """Look at the nodes of one list; `around` fails the run from outside of it."""
        behind = self._behind(nodes, graph)
        for node in nodes:
            if node.handler:
                continue  # handlers clean up after a failure; what they write is meant to stay
            threats = around | behind[node.id]
            if threats and _stays(node, self.workflow):
                self._report(node, threats)
            for block, inner in zip(blocks_of(node), graph.blocks.get(node.id, ()), strict=True):
                beside = [one for one in blocks_of(node) if one is not block or isinstance(node, ForEach)]
                aside = self._inside(node for one in beside for node in one.nodes)
                self.look(block.nodes, inner, threats | aside)

    def _behind(self, nodes: tuple[Node, ...], graph: Graph) -> dict[str, int]:
        """What can fail the run once a node of the list has succeeded, by node."""
        behind: dict[str, int] = {}
        onward: dict[str, int] = {}  # the node itself, and what can fail the run once it has ended
        for node in reversed(nodes):  # canonical order is topological
            onward[node.id], behind[node.id] = self._inside([node]), 0
            for edge in graph.out_of(node.id):
                later = onward[edge.target] if edge.target is not None else 0
                onward[node.id] |= later
                behind[node.id] |= later if edge.kind == "success" else 0
        return behind

    def _inside(self, nodes: Iterable[Node]) -> int:
        return self.failing & bits_of((node.id for node in walk_nodes(nodes)), self.numbers)

    def _report(self, node: Step | Call, threats: int) -> None:
        others = threats & ~(1 << self.numbers[node.id])
        message = f"when `{node.id}` fails for one element, what it wrote for the others stays"
        if others:
            first = self.ids[(others & -others).bit_length() - 1]
            message = f"when `{first}` fails, what `{node.id}` wrote stays"
        marked = f"`{node.operation}`" if isinstance(node, Step) else f"what `{node.workflow}` writes"
        help = f"add `compensation=` to `{node.id}`, or mark {marked} with `irreversible=True`"
        self.found.warn(WRITE_NOT_UNDONE, message, node.span, help)


def _stays(node: Node, workflow: Workflow) -> TypeGuard[Step | Call]:
    """Does it write something that nothing undoes?"""
    return isinstance(node, Step | Call) and node.compensation is None and _writes(node, workflow)


def _writes(node: Step | Call, workflow: Workflow) -> bool:
    """Does it leave something in the world that could be undone?"""
    if isinstance(node, Call):
        return _leaves_something(child_of(workflow, node))
    operation = operations_by_key(workflow)[node.operation]
    return operation.effect == "write" and not operation.irreversible


def _leaves_something(child: Workflow) -> bool:
    return any(_writes(step, child) for step in steps_of(child)) or any(map(_leaves_something, child.children))
