"""Where a called DAG says what it returned, or what it failed with."""

from wfc.ir.nodes import Goto, Node, Step, Succeed, Wait, Workflow
from wfc.ir.walk import all_nodes, targets_of
from wfc_targets.airflow.readback.called_work import Returns
from wfc_targets.airflow.readback.patterns import Unread


def check_child_end(child: Workflow, work: Returns) -> None:
    """Where the run of the child says what it returned, or failed with."""
    if (work.output is not None) != (child.result is not None):
        raise Unread(f"{child.name} and what is read of it do not agree that there is a result")
    ids = {node.id.replace("-", "_") for node in all_nodes(child)}
    steps = [node.id.replace("-", "_") for node in reversed(child.nodes)]
    expected = ["result", *steps, "start"] if _is_chain(child) else ["outcome"]
    plain = not ids & {"result", "outcome", "start"}
    if plain and (list(work.failing) != expected or work.output not in {None, "result"}):
        raise Unread(f"the failure of {child.name} is read from {', '.join(work.failing)}")


def _is_chain(child: Workflow) -> bool:
    """Its last task fails whenever one does, so that it needs none for the outcome."""
    if child.sla or child.after_compensation or not all(isinstance(node, Step | Wait) for node in child.nodes):
        return False
    return all(map(_is_link, child.nodes))


def _is_link(node: Node) -> bool:
    plain = isinstance(node, Wait) or not (
        isinstance(node, Step) and (node.compensation or (node.sla and node.sla.alert and node.sla.alert_on_breach))
    )
    targets = list(targets_of(node))
    return plain and len(targets) == 1 and isinstance(targets[0], Goto | Succeed)
