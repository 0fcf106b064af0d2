"""What was written and stays when something else fails. Runs on the core, where defaults are applied.

A run can fail after a step by what comes behind it, by what goes on in another branch of the same `Parallel`, and by
another element of the same `ForEach`. Reports write-not-undone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypeGuard, final

from wfc.analysis.graph import Graph
from wfc.analysis.order import reachable_from
from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import WRITE_NOT_UNDONE
from wfc.ir.nodes import Approval, Call, ForEach, Node, Receive, Step, Workflow
from wfc.ir.walk import all_nodes, blocks_of, child_of, operations_by_key, steps_of, walk_nodes

Ids: TypeAlias = frozenset[str]


def check_half_done(workflow: Workflow, graph: Graph, found: Diagnostics) -> None:
    """Look for writes that nothing undoes; `graph` is that of the surface the workflow came from."""
    _Search(workflow, frozenset(_failing(workflow.nodes)), found).look(workflow.nodes, graph, frozenset())


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
    workflow: Workflow
    failing: Ids
    found: Diagnostics

    def look(self, nodes: tuple[Node, ...], graph: Graph, around: Ids) -> None:
        """Look at the nodes of one list; `around` fails the run from outside of it."""
        for node in nodes:
            if node.handler:
                continue  # handlers clean up after a failure; what they write is meant to stay
            if not (blocks_of(node) or _stays(node, self.workflow)):
                continue
            behind = around | self._behind(node, nodes, graph)
            if _stays(node, self.workflow) and behind:
                self._report(node, behind)
            for block, inner in zip(blocks_of(node), graph.blocks.get(node.id, ()), strict=True):
                beside = [one for one in blocks_of(node) if one is not block or isinstance(node, ForEach)]
                self.look(block.nodes, inner, behind.union(*(self._inside(one.nodes) for one in beside)))

    def _behind(self, node: Node, nodes: tuple[Node, ...], graph: Graph) -> Ids:
        """What can fail the run once the node has succeeded."""
        onward = (edge.target for edge in graph.out_of(node.id) if edge.kind == "success")
        later = reachable_from({target for target in onward if target is not None}, graph)
        return self._inside(one for one in nodes if one.id in later)

    def _inside(self, nodes: Iterable[Node]) -> Ids:
        return self.failing.intersection(node.id for node in walk_nodes(nodes))

    def _report(self, node: Step | Call, threats: Ids) -> None:
        first = [one.id for one in all_nodes(self.workflow) if one.id in threats and one is not node][:1]
        message = f"when `{node.id}` fails for one element, what it wrote for the others stays"
        if first:
            message = f"when `{first[0]}` fails, what `{node.id}` wrote stays"
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
