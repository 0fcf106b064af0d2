"""A deadline against the shortest and the longest way through the workflow, and waits that only it can end.

Runs on the core, where defaults are applied. Reports deadline-below-best-case, deadline-below-worst-case and
waits-for-ever.
"""

from wfc.analysis.best_case import best_of_workflow
from wfc.analysis.worst_case import worst_way
from wfc.diagnostics import Diagnostic, Diagnostics, Label, Severity
from wfc.diagnostics.catalogue import DEADLINE_BELOW_BEST_CASE, DEADLINE_BELOW_WORST_CASE, WAITS_FOR_EVER
from wfc.durations import spell_duration
from wfc.ir.nodes import Approval, Receive, Workflow
from wfc.ir.walk import all_nodes


def check_deadline(workflow: Workflow, found: Diagnostics) -> None:
    """Check the deadline of the workflow, and what waits for ever under a promise."""
    if workflow.deadline is not None:
        _check_ways(workflow, workflow.deadline, found)
    for node in all_nodes(workflow):
        if isinstance(node, Approval | Receive) and node.timeout is None:
            _check_wait(node, workflow, found)


def _check_ways(workflow: Workflow, deadline: int, found: Diagnostics) -> None:
    """A wait that reaches the deadline ends there (T2), so the shortest way must be shorter than it."""
    best, worst, given = best_of_workflow(workflow), worst_way(workflow), spell_duration(deadline)
    if best is not None and best.total >= deadline:
        message = f"no run of `{workflow.key}` can succeed by its deadline of {given}: it takes at least"
        found.add(
            Diagnostic(
                code=DEADLINE_BELOW_BEST_CASE,
                message=f"{message} {spell_duration(best.total)}",
                at=Label(workflow.span),
                notes=best.arithmetic,
                help="raise the deadline, or shorten the waits",
            )
        )
    elif worst.total > deadline:
        message = f"a run of `{workflow.key}` may be cut by its deadline of {given}: it can take"
        found.add(
            Diagnostic(
                code=DEADLINE_BELOW_WORST_CASE,
                message=f"{message} {spell_duration(worst.total)}",
                at=Label(workflow.span),
                notes=worst.arithmetic,
                help="raise the deadline, or lower `timeout` or `max_attempts` of a step",
                severity=Severity.WARNING,
            )
        )


def _check_wait(node: Approval | Receive, workflow: Workflow, found: Diagnostics) -> None:
    """With a deadline that is for information: the deadline ends the wait, but as a failure that nothing handles."""
    help = f"give `{node.id}` a `timeout`, and say what then: {_then(node)}"
    if workflow.deadline is not None:
        message = f"`{node.id}` has no timeout: only the deadline ends its wait, and no edge handles that"
        severity = Severity.INFO
    elif workflow.sla is not None:
        promise = spell_duration(workflow.sla.max_duration)
        message = f"`{node.id}` may wait for ever, and `{workflow.key}` promises {promise}"
        severity = Severity.WARNING
    else:
        return
    found.add(Diagnostic(code=WAITS_FOR_EVER, message=message, at=Label(node.span), help=help, severity=severity))


def _then(node: Approval | Receive) -> str:
    return "`on_timeout=`" if isinstance(node, Approval) else '`on_failure=[OnError(["Timeout"], ...)]`'
