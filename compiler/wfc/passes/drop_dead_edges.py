"""A failure edge of a node that cannot fail is never taken: it is dropped here, so that no analysis counts it as a way
and no target has to know of it.

Runs when lambdas are typed: what a condition can raise is a question of types. Reports dead-failure-edge for edges
that the author wrote at the node, and unreachable-step for steps that only dead edges lead to.
"""

from collections.abc import Sequence
from dataclasses import replace

from wfc.analysis.graph import all_declared, build_graph, failure_catches, graphs_in, success_arms
from wfc.analysis.order import reachable
from wfc.diagnostics import Diagnostics, Label
from wfc.diagnostics.catalogue import DEAD_FAILURE_EDGE, UNREACHABLE_STEP
from wfc.ir.fallible import is_fallible
from wfc.ir.surface import Arm, Block, Catch, Choice, ForEach, Lambda, Node, Parallel, Wait, Workflow
from wfc.ir.written import all_nodes


def drop_dead_edges(workflow: Workflow, found: Diagnostics) -> Workflow:
    """The workflow without the failure edges that no run can take."""
    certain = {
        node.id
        for node, places in all_declared(workflow)
        if failure_catches(node, places) and _cannot_fail(node, success_arms(node, places))
    }
    if not certain:
        return workflow
    for node in all_nodes(workflow):
        if node.id in certain and node.on_failure:
            _report(node.id, node.on_failure[0], found)
    dropped = replace(workflow, steps=_without(workflow.steps, certain), handlers=_without(workflow.handlers, certain))
    _check_reached(workflow, dropped, found)
    return dropped


def _cannot_fail(node: Node, arms: Sequence[Arm]) -> bool:
    """A Wait fails by its own lambda only; a Choice asks its edges when a condition raises (S4), and of an exhaustive
    list without `Otherwise` the last one is not asked.
    """
    match node:
        case Wait():
            asked = [value for value in (node.duration, node.until) if isinstance(value, Lambda)]
        case Choice():
            asked = [arm.condition for arm in arms[:-1] if arm.condition is not None]
        case _:
            return False
    return not any(_may_raise(one) for one in asked)


def _may_raise(asked: Lambda) -> bool:
    """What has no type has been reported, and could be anything."""
    return asked.typed is None or is_fallible(asked.typed)


def _report(node: str, first: Catch, found: Diagnostics) -> None:
    message = f"`{node}` cannot fail, so its `on_failure` is never taken"
    help = "remove `on_failure`: it is for a condition of a `Choice` that raises, or for work that fails"
    found.warn(DEAD_FAILURE_EDGE, message, first.span, help)


def _without(nodes: tuple[Node, ...], certain: set[str]) -> tuple[Node, ...]:
    return tuple(_inside(replace(node, on_failure=()) if node.id in certain else node, certain) for node in nodes)


def _inside(node: Node, certain: set[str]) -> Node:
    match node:
        case Parallel():
            return replace(node, branches=tuple(_block(one, certain) for one in node.branches))
        case ForEach():
            return replace(node, body=_block(node.body, certain))
        case _:
            return node


def _block(block: Block, certain: set[str]) -> Block:
    return replace(block, steps=_without(block.steps, certain))


def _check_reached(before: Workflow, after: Workflow, found: Diagnostics) -> None:
    """A step that no edge is left for; what only follows from it has been cut off with it."""
    spans = {node.id: node.id_span for node in all_nodes(before)}
    for was, now in zip(graphs_in(build_graph(before)), graphs_in(build_graph(after)), strict=True):
        alive = reachable(now)
        for node in was.nodes:
            lost = [edge for edge in was.into(node) if edge not in now.into(node)]
            if node not in alive and lost:
                message = f"no path reaches `{node}`: `{lost[0].source}` cannot fail"
                help = f"lead another transition to `{node}`, or remove the step"
                found.error(UNREACHABLE_STEP, message, spans[node], help, Label(lost[0].span, "never taken"))
