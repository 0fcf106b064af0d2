"""How long runs may take at worst: the longest path over what each node may take.

What has no bound (a step without a timeout, an approval that waits for ever, the number of elements) counts as nothing
or once, and is named: a sum is then a lower bound of the worst case, and a promise below it is certainly unsafe.
"""

from collections.abc import Iterator
from dataclasses import replace

from wfc.analysis.bounds import NOTHING, Bound, known, summed
from wfc.analysis.longest_way import longest_way, nothing_follows
from wfc.analysis.worst_node import Calls, own_bounds, worst_of_block
from wfc.analysis.worst_undo import failing_ends, worst_undoing
from wfc.durations import spell_duration
from wfc.ir.nodes import Call, Node, Workflow
from wfc.ir.walk import all_nodes, child_of


def worst_of_workflow(workflow: Workflow) -> Bound:
    """The longest way through the workflow, compensations included (T1). A deadline cuts the way, not the undoing."""
    own, undoing = own_bounds(workflow.nodes, _calls(workflow)), worst_undoing(workflow)

    def ends(node: Node) -> Iterator[Bound]:
        for after in failing_ends(node):
            yield undoing[node.id, after]

    longest = longest_way(workflow.nodes, workflow.entry, own, ends)
    if workflow.deadline is None:
        return longest
    way = longest_way(workflow.nodes, workflow.entry, own, nothing_follows)
    if way.total <= workflow.deadline and not way.unbounded:
        return longest
    most = max(undoing.values(), key=lambda bound: bound.total, default=NOTHING)
    return summed((known("until the deadline", workflow.deadline), most))


def worst_way(workflow: Workflow) -> Bound:
    """The longest way through the workflow, without what undoes it and as if it had no deadline."""
    return worst_of_block(workflow, _calls(workflow))


def _calls(workflow: Workflow) -> Calls:
    """What each call may take, by id; that of the same workflow is reckoned once. A called workflow that is cut by the
    timeout still undoes what it has done (C7).
    """
    wholes: dict[tuple[str, str, int | None], Bound] = {}
    found: dict[str, Bound] = {}
    for node in all_nodes(workflow):
        if not isinstance(node, Call):
            continue
        child, same = child_of(workflow, node), (node.workflow, node.version, node.timeout)
        if same not in wholes:
            ends = [end for end in (child.deadline, node.timeout) if end is not None]
            wholes[same] = worst_of_workflow(replace(child, deadline=min(ends, default=None)))
        found[node.id] = _call(node, wholes[same])
    return found


def _call(node: Call, whole: Bound) -> Bound:
    line = f"{node.id:<20} runs `{node.workflow}`: {spell_duration(whole.total)}"
    return replace(whole, lines=(line,), unbounded=tuple(f"in `{node.id}`: {one}" for one in whole.unbounded))
