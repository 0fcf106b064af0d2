"""What a Temporal run has room for, as far as the spec tells how much there will be.

The numbers are the defaults of Temporal server 1.32.0 (`limit.*` of its dynamic configuration; docs.temporal.io, "Self-
hosted Temporal Service defaults"). An attempt that Temporal itself retries writes no event. Elements that run at once
share tasks of the workflow, so what is counted for them is the most that there can be.
"""

from collections.abc import Iterator
from typing import assert_never

from wfc.analysis.payloads import payloads, too_large
from wfc.analysis.sizes import Size, Sizes
from wfc.analysis.tallies import most_polls, tally, width
from wfc.diagnostics import Severity
from wfc.ir.nodes import Approval, Call, Choice, ForEach, Node, Parallel, Receive, Step, Wait, Workflow
from wfc.ir.walk import all_nodes, operations_by_key
from wfc.target import Limit
from wfc_targets.temporal.reads import compensation_of

MOST_EVENTS = 51_200
"""`limit.historyCount.error`."""
MOST_BYTES = 52_428_800
"""`limit.historySize.error`: 50 MiB."""
PAYLOAD = 2_097_152
"""`limit.blobSize.error`: 2 MiB."""
PENDING = 2_000
"""`limit.numPendingActivities.error` and `limit.numPendingChildExecutions.error`."""

_START, _TASK, _ACTIVITY, _TIMER, _CHILD, _MESSAGE = 1, 3, 3, 2, 3, 2
"""Events of the start of a run, of a task of the workflow, ..."""

_PAGES = "for more, let each run of the workflow work on one page of the list"
_PARTS = "let called workflows do parts of it, each with a history of its own"


def limits(workflow: Workflow) -> tuple[Limit, ...]:
    """What does not fit, or might not; and how many elements a loop can have whose list nothing bounds."""
    sizes = Sizes(workflow)
    single = (one for one in payloads(workflow, sizes) if one.kind != "legs")  # those stay inside the workflow
    whose = "bytes that Temporal takes in one payload"
    return (
        *too_large(single, PAYLOAD, whose, "store the data, and pass where it is"),
        *_of_history(workflow, sizes),
        *_of_bytes(workflow, sizes),
        *_of_pending(workflow, sizes),
        *(limit for node in all_nodes(workflow) if isinstance(node, ForEach) for limit in _of_loop(node, sizes)),
    )


def _of_history(workflow: Workflow, sizes: Sizes) -> Iterator[Limit]:
    whole = tally(workflow, events, sizes)
    most = whole.most + _START + _TASK + 1
    if whole.least is not None and whole.least + _START > MOST_EVENTS:
        message = f"no run of `{workflow.key}` can succeed: it writes at least {whole.least + _START:,} events"
        severity = Severity.ERROR
    elif most > MOST_EVENTS:
        message = f"a run of `{workflow.key}` may write {most:,} events"
        severity = Severity.WARNING
    else:
        return
    message += f", and a Temporal run may have {MOST_EVENTS:,}"
    notes = (*whole.lines, f"{'begin and end':<20} {_START + _TASK + 1}")
    yield Limit(span=workflow.span, message=message, help=_PARTS, severity=severity, notes=notes)


def _of_bytes(workflow: Workflow, sizes: Sizes) -> Iterator[Limit]:
    operations = operations_by_key(workflow)

    def carried(node: Node) -> Size:
        """What an activity is given and yields; what nothing bounds counts for the least that it can be."""
        given, yielded = Size(0, 0), Size(0, 0)
        if isinstance(node, Step):
            given, yielded = sizes.of_expression(node.inputs), sizes.of_type(operations[node.operation].output)
        least = given.least + yielded.least
        return Size(least, sum(one.least if one.most is None else one.most for one in (given, yielded)))

    whole = tally(workflow, carried, sizes)
    if whole.least is not None and whole.least > MOST_BYTES:
        message = f"no run of `{workflow.key}` can succeed: it keeps at least {whole.least:,} bytes"
        severity = Severity.ERROR
    elif whole.most > MOST_BYTES:
        message = f"a run of `{workflow.key}` may keep {whole.most:,} bytes by its models"
        severity = Severity.WARNING
    else:
        return
    message += f", and the history of a Temporal run has room for {MOST_BYTES:,}"
    yield Limit(span=workflow.span, message=message, help=_PARTS, severity=severity, notes=whole.lines)


def _of_pending(workflow: Workflow, sizes: Sizes) -> Iterator[Limit]:
    for kind, what in ((Step, "activities"), (Call, "called workflows")):

        def at_work(node: Node, kind: type[Node] = kind) -> Size:
            return Size(0, int(isinstance(node, kind)))

        most = width(workflow, at_work, sizes).most
        if most is not None and most > PENDING:
            message = f"`{workflow.key}` may have {most:,} {what} at work at once, and Temporal takes {PENDING:,}"
            help = "set `max_concurrency` of the loop: where there are more, the run comes to a standstill"
            yield Limit(span=workflow.span, message=message, help=help, severity=Severity.WARNING)


def _of_loop(loop: ForEach, sizes: Sizes) -> Iterator[Limit]:
    each = tally(loop.body, events, sizes).most
    if not each or sizes.length(loop.items).most is not None:
        return
    most = MOST_EVENTS // each
    message = f"`{loop.id}` can have about {most:,} elements: each adds up to {each} of the {MOST_EVENTS:,} events"
    message += " that a Temporal run may have"
    if loop.max_concurrency is None and most > PENDING:
        message = (
            f"`{loop.id}` can have about {PENDING:,} elements at once: so many activities may wait in a Temporal run"
        )
        help = f"set `max_concurrency`, with which it can have about {most:,}"
        yield Limit(span=loop.span, message=message, help=help)
        return
    yield Limit(span=loop.span, message=message, help=_PAGES)


def events(node: Node) -> Size:
    """What a node writes by itself: at least, and with a task of the workflow for each thing, all polls, and undone."""
    undo = _ACTIVITY + _TASK if compensation_of(node) else 0
    match node:
        case Step():
            again = most_polls(node.poll) * (_ACTIVITY + _TASK + _TIMER + _TASK)
            return Size(_ACTIVITY, _ACTIVITY + _TASK + again + undo)
        case Wait():
            return Size(0, _TIMER + _TASK)
        case Approval():
            timer = _TIMER if node.timeout is not None else 0
            return Size(_ACTIVITY, _ACTIVITY + _TASK + _MESSAGE + _TASK + timer)
        case Receive():
            return Size(0, _MESSAGE + _TASK + (_TIMER if node.timeout is not None else 0))
        case Call():
            return Size(_CHILD, _CHILD + 2 * _TASK + undo)
        case Choice() | Parallel() | ForEach():
            return Size(0, 0)
        case _:
            assert_never(node)
