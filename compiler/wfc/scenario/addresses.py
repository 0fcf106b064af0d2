"""The calls a workflow can make, by the names that scenarios and journals use for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import final

from wfc.ir.nodes import Workflow
from wfc.ir.policies import Sla
from wfc.ir.walk import operations_by_key, steps_of


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What is called at an address. `sla` is the promise that an alert is about, None for other calls."""

    operation: str
    timeout: int | None
    sla: Sla | None = None


def call_addresses(workflow: Workflow) -> dict[str, Role]:
    """Every address: `step`, `step:undo`, `step:alert`, and `:alert` for the workflow's own."""
    return dict(_roles(workflow))


def _roles(workflow: Workflow) -> Iterator[tuple[str, Role]]:
    for step in steps_of(workflow):
        yield step.id, Role(operation=step.operation, timeout=step.timeout)
        if undo := step.compensation:
            yield f"{step.id}:undo", Role(operation=undo.operation, timeout=undo.timeout)
        yield from _alert(workflow, step.sla, f"{step.id}:alert")
    yield from _alert(workflow, workflow.sla, ":alert")


def _alert(workflow: Workflow, sla: Sla | None, address: str) -> Iterator[tuple[str, Role]]:
    if sla and sla.alert and sla.alert_on_breach:
        yield address, Role(operation=sla.alert, timeout=operations_by_key(workflow)[sla.alert].timeout, sla=sla)
