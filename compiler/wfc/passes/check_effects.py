"""What may touch the world twice, or stay half done. Runs on the core, where defaults are applied.

Reports retried-without-key, undo-without-key, write-not-undone and undo-misses-timeout.
"""

from wfc.analysis.graph import Graph
from wfc.analysis.order import reachable_from
from wfc.diagnostics import Diagnostics, Label
from wfc.diagnostics.catalogue import RETRIED_WITHOUT_KEY, UNDO_MISSES_TIMEOUT, UNDO_WITHOUT_KEY, WRITE_NOT_UNDONE
from wfc.ir.nodes import Step, Workflow
from wfc.ir.policies import Operation, Retry
from wfc.ir.walk import operations_by_key, steps_of

REPEATABLE = ("natural", "key")


def check_effects(workflow: Workflow, graph: Graph, found: Diagnostics) -> None:
    """Check effects, idempotency and compensations; `graph` is that of the surface the workflow came from."""
    operations = operations_by_key(workflow)
    for step in steps_of(workflow):
        operation = operations[step.operation]
        if _repeats_a_write(operation, step.retry):
            message = f"`{step.id}` retries `{operation.key}`, a write that is not said to be safe to repeat"
            help = 'add `idempotent="key"` (and take `idempotency_key`) or `idempotent="natural"`, or drop `retry`'
            found.error(RETRIED_WITHOUT_KEY, message, step.span, help, Label(operation.span, "the operation"))
        if step.compensation is not None:
            _check_undo(step, operation, operations[step.compensation.operation], found)
        elif operation.effect == "write" and not operation.irreversible:
            _check_not_undone(step, operation, workflow, graph, found)


def _repeats_a_write(operation: Operation, retry: tuple[Retry, ...]) -> bool:
    repeats = any(policy.max_attempts > 1 for policy in retry)
    return repeats and operation.effect == "write" and operation.idempotent not in REPEATABLE


def _check_undo(step: Step, operation: Operation, undo: Operation, found: Diagnostics) -> None:
    assert step.compensation is not None
    if _repeats_a_write(undo, step.compensation.retry):
        message = f"the compensation of `{step.id}` retries `{undo.key}`, which is not said to be safe to repeat"
        help = 'add `idempotent="key"` to it and let its handler take `idempotency_key`, or `idempotent="natural"`'
        found.error(UNDO_WITHOUT_KEY, message, step.compensation.span, help, Label(undo.span, "the operation"))
    if operation.effect == "write" and step.timeout is not None and step.compensation.when == "completed":
        message = f"`{step.id}` may have taken effect when its timeout cuts it, and is then not undone"
        help = 'use `when="attempted"`, and let the compensation cope with a missing output'
        found.warn(UNDO_MISSES_TIMEOUT, message, step.compensation.span, help)


def _check_not_undone(step: Step, operation: Operation, workflow: Workflow, graph: Graph, found: Diagnostics) -> None:
    if step.handler:
        return  # handlers clean up after a failure; what they write is meant to stay
    later = {edge.target for edge in graph.out_of(step.id) if edge.kind == "success" and edge.target is not None}
    reached = reachable_from(later, graph)
    fallible = [other.id for other in steps_of(workflow) if other.id in reached and not _caught(other)]
    if fallible:
        message = f"when `{fallible[0]}` fails, what `{step.id}` wrote stays"
        help = f"add `compensation=` to `{step.id}`, or mark `{operation.key}` with `irreversible=True`"
        found.warn(WRITE_NOT_UNDONE, message, step.span, help)


def _caught(step: Step) -> bool:
    return any(not catch.types for catch in step.on_failure)
