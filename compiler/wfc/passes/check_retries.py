"""Retries that go on for too long, or cannot help. Runs on the core, where defaults are applied.

Reports endless-retry and pointless-retry.
"""

from collections.abc import Iterator

from wfc.analysis.delays import LONGEST, MOST_ATTEMPTS, retry_delays
from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import ENDLESS_RETRY, POINTLESS_RETRY
from wfc.durations import spell_duration
from wfc.ir.nodes import Approval, Call, Node, Step, Workflow
from wfc.ir.policies import Retry
from wfc.ir.walk import all_nodes

NEVER_RETRIED = frozenset({"InvalidInput", "InvalidOutput", "ExpressionError", "TooLarge", "Cancelled", "Deadline"})


def check_retries(workflow: Workflow, found: Diagnostics) -> None:
    """Check every retry of a step, a compensation or the notice of an approval."""
    last = (workflow.after_compensation,) if workflow.after_compensation is not None else ()
    for node in (*all_nodes(workflow), *last):
        for policy in _policies(node):
            _check_retry(policy, node.id, found)


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
