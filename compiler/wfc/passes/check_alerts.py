"""The operations that tell of a late step or run must be able to take what they are told (T1). Runs beside
`infer_types`.

It may take less than all of it, by name. Reports type-mismatch as a warning: such a workflow runs, but never alerts.
"""

from collections.abc import Iterator

from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import TYPE_MISMATCH
from wfc.expressions.assignable import assignable
from wfc.ir.policies import Operation, Sla
from wfc.ir.surface import ForEach, Node, Step, Workflow
from wfc.ir.types import Int, Model, ModelRef, Null, Record, Str, Type
from wfc.ir.written import blocks_of
from wfc.source import Span

OF_A_RUN: dict[str, Type] = {
    "workflow": Str(),
    "version": Str(),
    "run_id": Str(),
    "step": Null(),
    "index": Null(),
    "max_duration": Str(),
    "started_at": Str("datetime"),
}
"""What an operation is told when a run is late."""
OF_A_STEP: dict[str, Type] = OF_A_RUN | {"step": Str()}
IN_A_BODY: dict[str, Type] = OF_A_STEP | {"index": Int()}


def check_alerts(workflow: Workflow, found: Diagnostics) -> Workflow:
    """Hold every alert against its operation; the workflow itself is unchanged."""
    operations = {operation.key: operation for operation in workflow.operations}
    models = {model.path: model for model in workflow.models}
    for sla, told in _promises(workflow):
        if sla.alert is not None:
            _check_told(operations[sla.alert], "no alert is ever sent", told, sla.span, models, found)
        for one in sla.escalate:
            _check_told(operations[one.operation], "it never escalates", told, one.span, models, found)
    return workflow


def _check_told(
    operation: Operation, then: str, told: dict[str, Type], at: Span, models: dict[str, Model], found: Diagnostics
) -> None:
    wanted = operation.input
    if not isinstance(wanted, ModelRef):
        return
    taken = {field.alias for field in models[wanted.path].fields}
    given = Record(tuple((name, type) for name, type in told.items() if name in taken))
    reason = assignable(given, wanted, models)
    if reason is not None:
        message = f"{then}: `{operation.key}` cannot take what it is told of a breach: {reason}"
        found.warn(TYPE_MISMATCH, message, at, f"take any of {', '.join(f'`{name}`' for name in told)}")


def _promises(workflow: Workflow) -> Iterator[tuple[Sla, dict[str, Type]]]:
    """Every promise, and what is told when it is broken."""
    if workflow.sla is not None:
        yield workflow.sla, OF_A_RUN
    yield from _of_steps((*workflow.steps, *workflow.handlers), OF_A_STEP)


def _of_steps(nodes: tuple[Node, ...], told: dict[str, Type]) -> Iterator[tuple[Sla, dict[str, Type]]]:
    for node in nodes:
        if isinstance(node, Step) and node.sla is not None:
            yield node.sla, told
        for block in blocks_of(node):
            yield from _of_steps(block.steps, IN_A_BODY if isinstance(node, ForEach) else told)
