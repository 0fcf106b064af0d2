"""Which operations a workflow calls, and where (see `wfc.validation.facts` for places)."""

from collections.abc import Iterator

from wfc.ir.nodes import Approval, Call, Node, Step, Workflow
from wfc.ir.policies import Sla
from wfc.ir.walk import all_nodes


def node_of(place: str) -> str:
    """The node a place belongs to: `each[] pay:undo` -> `pay`."""
    return place.rpartition(" ")[2].partition(":")[0]


def calls_by_place(workflow: Workflow) -> Iterator[tuple[str, str]]:
    """Every place that calls an operation, with its key."""
    yield from _alerts("", workflow.sla)
    told = [workflow.after_compensation] if workflow.after_compensation else []
    for node in (*all_nodes(workflow), *told):
        yield from _calls_of(node)


def _calls_of(node: Node) -> Iterator[tuple[str, str]]:
    if isinstance(node, Step | Call) and node.compensation:
        yield f"{node.id}:undo", node.compensation.operation
    if isinstance(node, Step):
        yield node.id, node.operation
        yield from _alerts(node.id, node.sla)
    if isinstance(node, Approval):
        yield f"{node.id}:notify", node.notify
        if node.remind:
            yield f"{node.id}:remind", node.remind.operation


def _alerts(place: str, sla: Sla | None) -> Iterator[tuple[str, str]]:
    if sla is not None and sla.alert is not None:
        yield f"{place}:alert", sla.alert
    for number, one in enumerate(sla.escalate if sla else (), start=1):
        yield f"{place}:alert:{number}", one.operation
