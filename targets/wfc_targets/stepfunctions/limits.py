"""How large a result may be whose step is in a branch or an element: all that legs bring out goes through one state.

What a state can carry is divided by the legs, and by the values that each of them brings out. The functions themselves
refuse what is larger, so that a step fails (`TooLarge`) and not the join, whose failure nothing could catch.
"""

from wfc.ir.nodes import ForEach, Node, Parallel, Succeed
from wfc.ir.walk import Place, arms_of, undoable
from wfc_targets.stepfunctions.flow import Flow
from wfc_targets.stepfunctions.frames import ELEMENT
from wfc_targets.stepfunctions.states import Template

EXCEEDED = ("States.DataLimitExceeded",)
"""What the platform says of a join that is too large all the same, by messages or items: `States.ALL` is not for it."""

ALL_LEGS = 240_000
"""Bytes of the 256 KiB; the rest is for indexes and names."""
FIELD = "limit"
"""The field of an element with the bytes that it may bring out."""


def result_limit(flow: Flow, node: Node) -> Template:
    """The bytes that the result of a node may have; None for one that stays where it is, or has a state for itself."""
    around = flow.places[node.id]
    if not around or not _is_brought_out(flow, node, around):
        return None
    container, branch = around[-1]
    carried = {one.node for one in flow.carries.get(container.id, ())}
    values = sum(1 for one in carried if _leg(flow.places[one], len(around)) == branch)
    return _divided(*_share(flow, around), values + (container.id in flow.read))


def element_limit(flow: Flow, node: ForEach, items: str) -> Template:
    """The bytes that each element may bring out; None if none brings out anything. `items` are they as JSONata."""
    if not brings_out(flow, node.id):
        return None
    whole, legs = _share(flow, flow.places[node.id])
    total = f"{whole} / {legs}" if legs > 1 else whole
    return f"{{% $floor({total} / $count({items})) %}}"


def may_exceed(flow: Flow, node: Parallel | ForEach, *, can_fail: bool) -> bool:
    """Could what the legs bring out be too large for the join, in a run that has something to undo or to tell?"""
    undoes = bool(undoable(flow.workflow)) or flow.workflow.after_compensation is not None
    return undoes and (brings_out(flow, node.id) or (can_fail and isinstance(node, ForEach)))


def brings_out(flow: Flow, container: str) -> bool:
    """Is something that happened in its legs known behind a node?"""
    return container in flow.read or container in flow.carries


def _is_brought_out(flow: Flow, node: Node, around: Place) -> bool:
    container = around[-1][0].id
    ends = any(isinstance(arm.target, Succeed) for arm in arms_of(node))
    return any(one.node == node.id for one in flow.carries.get(container, ())) or (ends and container in flow.read)


def _leg(place: Place, depth: int) -> str | None:
    return place[depth - 1][1] if len(place) >= depth else None


def _share(flow: Flow, around: Place) -> tuple[str, int]:
    """What a leg may bring out: a whole, and by how many it is divided."""
    if not around or not brings_out(flow, around[-1][0].id):
        return str(ALL_LEGS), 1
    container, _ = around[-1]
    if isinstance(container, ForEach):
        return f"{ELEMENT}.{FIELD}", 1
    whole, legs = _share(flow, around[:-1])
    return whole, legs * len(container.branches)


def _divided(whole: str, legs: int, values: int) -> Template:
    parts = legs * max(values, 1)
    return ALL_LEGS // parts if whole == str(ALL_LEGS) else f"{{% $floor({whole} / {parts}) %}}"
