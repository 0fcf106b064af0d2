"""Promises about time against what the policies allow, by arithmetic. Runs on the core, where defaults are applied.

Reports sla-below-worst-case, write-without-timeout, endless-retry and pointless-retry.
"""

from collections.abc import Iterator, Mapping

from wfc.analysis.bounds import LONGEST, MOST_ATTEMPTS, Bound, retry_delays
from wfc.analysis.worst_case import worst_of_step, worst_of_workflow
from wfc.diagnostics import Diagnostic, Diagnostics, Label, Severity
from wfc.diagnostics.catalogue import ENDLESS_RETRY, POINTLESS_RETRY, SLA_BELOW_WORST_CASE, WRITE_WITHOUT_TIMEOUT
from wfc.durations import spell_duration
from wfc.ir.nodes import Approval, Call, Node, Step, Workflow
from wfc.ir.policies import Operation, Retry, Sla
from wfc.ir.walk import all_nodes, operations_by_key, steps_of

NEVER_RETRIED = frozenset({"InvalidInput", "InvalidOutput", "ExpressionError", "TooLarge", "Cancelled", "Deadline"})


def check_time(workflow: Workflow, found: Diagnostics) -> None:
    """Check SLAs, timeouts and retries."""
    for step in steps_of(workflow):
        if step.sla is not None:
            _check_sla(step.sla, worst_of_step(step), f"`{step.id}`", found)
    if workflow.sla is not None:
        _check_sla(workflow.sla, worst_of_workflow(workflow), f"`{workflow.key}`", found)
    last = (workflow.after_compensation,) if workflow.after_compensation is not None else ()
    operations = operations_by_key(workflow)
    for node in (*all_nodes(workflow), *last):
        _check_timeout(node, operations, found)
        for policy in _policies(node):
            _check_retry(policy, node.id, found)


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
        message = f"`{node.id}` writes and has no timeout: a hanging call holds the run for up to an hour"
        found.warn(WRITE_WITHOUT_TIMEOUT, message, node.span, f'add `timeout="30s"` to {where} or to `Defaults`')


def _policies(node: Node) -> Iterator[Retry]:
    if isinstance(node, Step | Approval):
        yield from node.retry
    if isinstance(node, Step | Call) and node.compensation is not None:
        yield from node.compensation.retry


def _check_retry(policy: Retry, id: str, found: Diagnostics) -> None:
    endless = None
    if policy.max_attempts > MOST_ATTEMPTS:
        endless = f"`{id}` may be attempted {policy.max_attempts} times; {MOST_ATTEMPTS} is the most"
    elif sum(retry_delays(policy)) > LONGEST:
        endless = f"the retries of `{id}` can go on for more than a year"
    if endless is not None:
        found.add(
            Diagnostic(
                code=ENDLESS_RETRY,
                message=endless,
                at=Label(policy.span),
                notes=(f"{policy.max_attempts} attempts, {policy.backoff} from {spell_duration(policy.initial)}",),
                help="lower `max_attempts`, or cap the delays with `max_interval`",
            )
        )
    pointless = [name for name in policy.only if name in NEVER_RETRIED]
    if pointless:
        message = f"`only` names {', '.join(f'`{name}`' for name in pointless)}, which is never retried"
        found.warn(POINTLESS_RETRY, message, policy.span, "remove it: the same attempt would fail in the same way")
