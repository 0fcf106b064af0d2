"""Promises about time against what the policies allow, by arithmetic. Runs on the core, where defaults are applied.

Reports sla-below-worst-case and write-without-timeout.
"""

from collections.abc import Mapping

from wfc.analysis.bounds import Bound
from wfc.analysis.worst_case import worst_of_workflow
from wfc.analysis.worst_step import worst_of_step
from wfc.diagnostics import Diagnostic, Diagnostics, Label, Severity
from wfc.diagnostics.catalogue import SLA_BELOW_WORST_CASE, WRITE_WITHOUT_TIMEOUT
from wfc.durations import spell_duration
from wfc.ir.nodes import Approval, Node, Step, Workflow
from wfc.ir.policies import Operation, Sla
from wfc.ir.walk import all_nodes, operations_by_key, steps_of


def check_time(workflow: Workflow, found: Diagnostics) -> None:
    """Check SLAs and timeouts."""
    for step in steps_of(workflow):
        if step.sla is not None:
            _check_sla(step.sla, worst_of_step(step), f"`{step.id}`", found)
    if workflow.sla is not None:
        _check_sla(workflow.sla, worst_of_workflow(workflow), f"`{workflow.key}`", found)
    last = (workflow.after_compensation,) if workflow.after_compensation is not None else ()
    operations = operations_by_key(workflow)
    for node in (*all_nodes(workflow), *last):
        _check_timeout(node, operations, found)


def _check_sla(sla: Sla, worst: Bound, whose: str, found: Diagnostics) -> None:
    if worst.total <= sla.max_duration:
        return
    promise, total = spell_duration(sla.max_duration), spell_duration(worst.total)
    found.add(
        Diagnostic(
            code=SLA_BELOW_WORST_CASE,
            message=f"{whose} promises {promise}, its worst case is {total}",
            at=Label(sla.span),
            notes=worst.arithmetic,
            help="raise the SLA, or lower `timeout` or `max_attempts` of a step",
            severity=Severity.WARNING,
        )
    )


def _check_timeout(node: Node, operations: Mapping[str, Operation], found: Diagnostics) -> None:
    match node:
        case Step():
            operation, timeout, where = operations[node.operation], node.timeout, f"`{node.id}`, to its operation"
        case Approval():
            operation, timeout, where = operations[node.notify], node.notify_timeout, f"`{node.notify}`"
        case _:
            return
    if timeout is None and operation.effect == "write":
        holds = "a hanging call holds the run for as long as the platform lets it"
        message = f"`{node.id}` writes and has no timeout: {holds}"
        found.warn(WRITE_WITHOUT_TIMEOUT, message, node.span, f'add `timeout="30s"` to {where} or to `Defaults`')
