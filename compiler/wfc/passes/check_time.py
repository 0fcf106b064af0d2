"""Promises about time against what the policies allow, by arithmetic. Runs on the core, where defaults are applied.

Reports sla-below-worst-case, write-without-timeout, endless-retry and pointless-retry.
"""

from collections.abc import Iterator

from wfc.analysis.worst_case import LONGEST, MOST_ATTEMPTS, Bound, retry_delays, worst_of_step, worst_of_workflow
from wfc.diagnostics import Diagnostic, Diagnostics, Label, Severity
from wfc.diagnostics.catalogue import ENDLESS_RETRY, POINTLESS_RETRY, SLA_BELOW_WORST_CASE, WRITE_WITHOUT_TIMEOUT
from wfc.durations import spell_duration
from wfc.ir.nodes import Step, Workflow
from wfc.ir.policies import Retry, Sla
from wfc.ir.walk import operations_by_key, steps_of

NEVER_RETRIED = frozenset({"InvalidInput", "InvalidOutput", "ExpressionError", "TooLarge", "Cancelled", "Deadline"})


def check_time(workflow: Workflow, found: Diagnostics) -> None:
    """Check SLAs, timeouts and retries."""
    operations = operations_by_key(workflow)
    for step in steps_of(workflow):
        if step.sla is not None:
            _check_sla(step.sla, worst_of_step(step), f"`{step.id}`", found)
        if step.timeout is None and operations[step.operation].effect == "write":
            _warn_no_timeout(step, found)
        for policy in _policies(step):
            _check_retry(policy, step, found)
    if workflow.sla is not None:
        _check_sla(workflow.sla, worst_of_workflow(workflow), f"`{workflow.key}`", found)


def _check_sla(sla: Sla, worst: Bound, whose: str, found: Diagnostics) -> None:
    if worst.total <= sla.max_duration:
        return
    promise, total = spell_duration(sla.max_duration), spell_duration(worst.total)
    not_counted = (f"not counted, for want of a timeout: {', '.join(worst.unbounded)}",) if worst.unbounded else ()
    found.add(
        Diagnostic(
            code=SLA_BELOW_WORST_CASE,
            message=f"{whose} promises {promise}, its worst case is {total}",
            at=Label(sla.span),
            notes=(*worst.lines, *not_counted),
            help="raise the SLA, or lower `timeout` or `max_attempts` of a step",
            severity=Severity.WARNING,
        )
    )


def _warn_no_timeout(step: Step, found: Diagnostics) -> None:
    found.add(
        Diagnostic(
            code=WRITE_WITHOUT_TIMEOUT,
            message=f"`{step.id}` writes and has no timeout: a hanging call holds the run for up to an hour",
            at=Label(step.span),
            help=f'add `timeout="30s"` to `{step.id}`, to its operation or to `Defaults`',
            severity=Severity.WARNING,
        )
    )


def _policies(step: Step) -> Iterator[Retry]:
    yield from step.retry
    if step.compensation is not None:
        yield from step.compensation.retry


def _check_retry(policy: Retry, step: Step, found: Diagnostics) -> None:
    endless = None
    if policy.max_attempts > MOST_ATTEMPTS:
        endless = f"`{step.id}` may be attempted {policy.max_attempts} times; {MOST_ATTEMPTS} is the most"
    elif sum(retry_delays(policy)) > LONGEST:
        endless = f"the retries of `{step.id}` can go on for more than a year"
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
        found.add(
            Diagnostic(
                code=POINTLESS_RETRY,
                message=f"`only` names {', '.join(f'`{name}`' for name in pointless)}, which is never retried",
                at=Label(policy.span),
                help="remove it: the same attempt would fail in the same way",
                severity=Severity.WARNING,
            )
        )
