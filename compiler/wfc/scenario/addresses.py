"""What a workflow can call, decide and receive, by the names that scenarios and journals use.

Every name is a pattern: `bill[]/label:undo` has `[]` for each `ForEach` around a step. Without its `[]` it is what a
scenario may write for all elements at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import final

from wfc.ir.nodes import Approval, Call, ForEach, Node, Receive, Step, Workflow
from wfc.ir.policies import Operation, Sla
from wfc.ir.walk import blocks_of, child_of, family, operations_by_key


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What is called at an address: an operation by its key, or with None the workflow `child` (C7).

    `pattern` is the address with `[]`; `sla` the promise that an alert is about, None for other calls.
    """

    pattern: str
    operation: str | None
    timeout: int | None
    sla: Sla | None = None
    child: Workflow | None = None


def call_addresses(workflow: Workflow) -> dict[str, Role]:
    """Every call by its address without indexes: `step`, `step:undo`, `call/step:alert`, `:alert`."""
    return {role.pattern.replace("[]", ""): role for role in _roles(workflow, "")}


def located_nodes(workflow: Workflow, run: str = "") -> Iterator[tuple[str, Node]]:
    """Every node with its pattern, those inside others and those of called workflows included."""
    for at, node in _own(workflow.nodes, run, ""):
        yield at, node
        if isinstance(node, Call):
            yield from located_nodes(child_of(workflow, node), f"{at}/")


def _own(nodes: tuple[Node, ...], run: str, indexes: str) -> Iterator[tuple[str, Node]]:
    for node in nodes:
        yield f"{run}{node.id}{indexes}", node
        inside = f"{indexes}[]" if isinstance(node, ForEach) else indexes
        for block in blocks_of(node):
            yield from _own(block.nodes, run, inside)


def breach_addresses(workflow: Workflow) -> frozenset[str]:
    """The patterns of all that can break a promise: nodes, and runs (`""`, `call/`)."""
    nodes = dict(located_nodes(workflow))
    return frozenset({"", *(f"{at}/" for at, node in nodes.items() if isinstance(node, Call)), *nodes})


def failure_addresses(workflow: Workflow) -> frozenset[str]:
    """The patterns of all that can be the `step` of a failure."""
    return frozenset(at for at, _ in located_nodes(workflow)) | {role.pattern for role in _all_told(workflow, "")}


def approval_addresses(workflow: Workflow) -> dict[str, Approval]:
    """Every approval by its pattern."""
    return {at: node for at, node in located_nodes(workflow) if isinstance(node, Approval)}


def event_names(workflow: Workflow) -> tuple[str, ...]:
    """The events that some step waits for, each once."""
    return tuple({node.event: None for _, node in located_nodes(workflow) if isinstance(node, Receive)})


def all_operations(workflow: Workflow) -> dict[str, tuple[Operation, Workflow]]:
    """Every operation by its key, those of called workflows included, with a workflow that uses it."""
    return {operation.key: (operation, one) for one in reversed(family(workflow)) for operation in one.operations}


def _roles(workflow: Workflow, run: str) -> Iterator[Role]:
    for at, node in _own(workflow.nodes, run, ""):
        match node:
            case Step():
                yield Role(pattern=at, operation=node.operation, timeout=node.timeout)
                yield from _alerts(workflow, node.sla, at)
            case Approval():
                yield Role(pattern=f"{at}:notify", operation=node.notify, timeout=node.notify_timeout)
                if remind := node.remind:
                    yield Role(pattern=f"{at}:remind", operation=remind.operation, timeout=remind.timeout)
            case Call():
                child = child_of(workflow, node)
                yield Role(pattern=at, operation=None, timeout=node.timeout, child=child)
                yield from _roles(child, f"{at}/")
            case _:
                pass
        if isinstance(node, Step | Call) and (undo := node.compensation):
            yield Role(pattern=f"{at}:undo", operation=undo.operation, timeout=undo.timeout)
    yield from _told(workflow, run)
    yield from _alerts(workflow, workflow.sla, run)


def _all_told(workflow: Workflow, run: str) -> Iterator[Role]:
    yield from _told(workflow, run)
    for at, node in _own(workflow.nodes, run, ""):
        if isinstance(node, Call):
            yield from _all_told(child_of(workflow, node), f"{at}/")


def _told(workflow: Workflow, run: str) -> Iterator[Role]:
    if told := workflow.after_compensation:
        yield Role(pattern=f"{run}{told.id}", operation=told.operation, timeout=told.timeout)


def _alerts(workflow: Workflow, sla: Sla | None, at: str) -> Iterator[Role]:
    if sla is None:
        return
    operations = operations_by_key(workflow)
    if sla.alert and sla.alert_on_breach:
        yield Role(pattern=f"{at}:alert", operation=sla.alert, timeout=operations[sla.alert].timeout, sla=sla)
    for number, one in enumerate(sla.escalate, 1):
        timeout = operations[one.operation].timeout
        yield Role(pattern=f"{at}:alert:{number}", operation=one.operation, timeout=timeout, sla=sla)
