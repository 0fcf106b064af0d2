"""The operation that alerts of a late step or run must be able to take what it is told (T1). Runs beside `infer_types`.

It may take less than all of it, by name. Reports type-mismatch as a warning: such a workflow runs, but never alerts.
"""

from collections.abc import Iterator

from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import TYPE_MISMATCH
from wfc.expressions.assignable import assignable
from wfc.ir.policies import Sla
from wfc.ir.surface import Step, Workflow
from wfc.ir.types import ModelRef, Null, Record, Str, Type
from wfc.ir.written import all_nodes

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


def check_alerts(workflow: Workflow, found: Diagnostics) -> Workflow:
    """Hold every alert against its operation; the workflow itself is unchanged."""
    operations = {operation.key: operation for operation in workflow.operations}
    models = {model.path: model for model in workflow.models}
    for sla, told in _promises(workflow):
        wanted = operations[sla.alert].input if sla.alert is not None else None
        if not isinstance(wanted, ModelRef):
            continue
        taken = {field.alias for field in models[wanted.path].fields}
        given = Record(tuple((name, type) for name, type in told.items() if name in taken))
        reason = assignable(given, wanted, models)
        if reason is not None:
            message = f"no alert is ever sent: `{sla.alert}` cannot take what it is told of a breach: {reason}"
            found.warn(TYPE_MISMATCH, message, sla.span, f"take any of {', '.join(f'`{name}`' for name in told)}")
    return workflow


def _promises(workflow: Workflow) -> Iterator[tuple[Sla, dict[str, Type]]]:
    """Every promise, and what is told when it is broken."""
    if workflow.sla is not None:
        yield workflow.sla, OF_A_RUN
    for node in all_nodes(workflow):
        if isinstance(node, Step) and node.sla is not None:
            yield node.sla, OF_A_STEP
