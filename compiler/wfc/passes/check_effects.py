"""What may touch the world twice, or stay half done. Runs on the core, where defaults are applied.

Reports retried-without-key, undo-without-key and undo-misses-timeout; `check_half_done` says what stays half done.
"""

from collections.abc import Mapping

from wfc.diagnostics import Diagnostics, Fix, Label
from wfc.diagnostics.catalogue import RETRIED_WITHOUT_KEY, UNDO_MISSES_TIMEOUT, UNDO_WITHOUT_KEY
from wfc.ir.nodes import Approval, Call, Compensation, Step, Workflow
from wfc.ir.policies import Operation, Retry
from wfc.ir.walk import all_nodes, operations_by_key
from wfc.source import Span

REPEATABLE = ("natural", "key")


def check_effects(workflow: Workflow, found: Diagnostics) -> None:
    """Check effects, idempotency and compensations."""
    operations = operations_by_key(workflow)
    last = (workflow.after_compensation,) if workflow.after_compensation is not None else ()
    for node in (*all_nodes(workflow), *last):
        match node:
            case Step():
                _check_step(node, operations[node.operation], found)
            case Approval():
                _check_repeats(node.id, node.span, operations[node.notify], node.retry, found)
            case _:
                pass
        if isinstance(node, Step | Call) and node.compensation is not None:
            _check_undo(node.id, node.compensation, operations, found)


def _check_step(step: Step, operation: Operation, found: Diagnostics) -> None:
    _check_repeats(step.id, step.span, operation, step.retry, found)
    if step.poll is not None and operation.effect == "write" and operation.idempotent not in REPEATABLE:
        message = f"`{step.id}` polls with `{operation.key}`, a write that is not said to be safe to repeat"
        help = 'poll with an operation that only reads, or say `idempotent="natural"`'
        found.error(RETRIED_WITHOUT_KEY, message, step.span, help, Label(operation.span, "the operation"))
    undo = step.compensation
    if undo is not None and operation.effect == "write" and step.timeout is not None and undo.when == "completed":
        message = f"`{step.id}` may have taken effect when its timeout cuts it, and is then not undone"
        help = 'use `when="attempted"`, and let the compensation cope with a missing output'
        found.warn(UNDO_MISSES_TIMEOUT, message, undo.span, help)


def _check_repeats(id: str, at: Span, operation: Operation, retry: tuple[Retry, ...], found: Diagnostics) -> None:
    if _repeats_a_write(operation, retry):
        message = f"`{id}` retries `{operation.key}`, a write that is not said to be safe to repeat"
        help = 'add `idempotent="key"` (and take `idempotency_key`) or `idempotent="natural"`, or drop `retry`'
        found.error(
            RETRIED_WITHOUT_KEY, message, at, help, Label(operation.span, "the operation"), fix=_say_key(operation)
        )


def _say_key(operation: Operation) -> Fix | None:
    """A handler that takes the key is safe to repeat by it; an author who wrote otherwise has not just forgotten."""
    if not operation.takes_key or operation.idempotent is not None:
        return None
    title = f"say that `{operation.key}` is safe to repeat by its key"
    return Fix(kind="add-argument", at=operation.span, text='idempotent="key"', title=title)


def _repeats_a_write(operation: Operation, retry: tuple[Retry, ...]) -> bool:
    repeats = any(policy.max_attempts > 1 for policy in retry)
    return repeats and operation.effect == "write" and operation.idempotent not in REPEATABLE


def _check_undo(id: str, written: Compensation, operations: Mapping[str, Operation], found: Diagnostics) -> None:
    undo = operations[written.operation]
    if _repeats_a_write(undo, written.retry):
        message = f"the compensation of `{id}` retries `{undo.key}`, which is not said to be safe to repeat"
        help = 'add `idempotent="key"` to it and let its handler take `idempotency_key`, or `idempotent="natural"`'
        found.error(
            UNDO_WITHOUT_KEY, message, written.span, help, Label(undo.span, "the operation"), fix=_say_key(undo)
        )
