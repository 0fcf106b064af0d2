"""What Step Functions has room for, as far as the spec tells how much there will be; bounds of legs are in `limits`.

The numbers are of AWS's developer guide, "Step Functions service quotas", for Standard workflows (as of November 2026);
none of these can be raised. What each state writes into the history was counted: 22 events for four tasks.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from wfc.analysis.payloads import payloads, too_large
from wfc.analysis.sizes import Size, Sizes
from wfc.analysis.tallies import Tally, most_polls, tally
from wfc.diagnostics import Severity
from wfc.ir.nodes import Approval, Call, Choice, ForEach, Node, Parallel, Receive, Step, Wait, Workflow
from wfc.ir.policies import Retry
from wfc.ir.walk import all_nodes
from wfc.target import Limit
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.check import LONGEST_NAME, scopes_in, texts
from wfc_targets.stepfunctions.limits import ALL_LEGS

DEFINITION = 1_048_576
"""Bytes of a definition."""
PAYLOAD = 262_144
"""Bytes of the input or output of a state, a task or an execution, as UTF-8."""
EVENTS = 25_000
"""Events in the history of an execution."""
DEPTH = 100
"""Expressions inside each other; not documented: with about so many, TestState answered with a stack overflow."""

_EXECUTION, _STATE, _TASK, _ATTEMPT, _SUBMITTED, _LEGS, _ELEMENT = 2, 2, 3, 3, 1, 2, 2
"""Events of an execution, of a state by itself, of its task, of a further attempt, ..."""
_QUOTED = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")

_PAGES = "for more, let each run of the workflow work on one page of the list"
_BY_REFERENCE = "store the data, in S3 for example, and pass its key"


def limits(workflow: Workflow) -> tuple[Limit, ...]:
    """What does not fit, or might not."""
    sizes = Sizes(workflow)
    found = tuple(payloads(workflow, sizes))
    whose = "bytes that Step Functions carries from state to state"
    together = "bytes that wfc lets legs bring out together on Step Functions"
    return (
        *_of_name(workflow),
        *too_large((one for one in found if one.kind != "legs"), PAYLOAD, whose, _BY_REFERENCE),
        *too_large((one for one in found if one.kind == "legs"), ALL_LEGS, together, _BY_REFERENCE),
        *_of_history(workflow, sizes),
    )


def measure(workflow: Workflow, files: Mapping[str, bytes]) -> tuple[Limit, ...]:
    """What the emitted definition is too large for."""
    return tuple(
        limit
        for path, data in files.items()
        if path.endswith(".asl.json")
        for limit in (*_of_definition(workflow, data), *_of_states(workflow, json.loads(data)))
    )


def _of_name(workflow: Workflow) -> Iterator[Limit]:
    name = names.machine(workflow.name)
    if len(name) > LONGEST_NAME:
        message = f"`{name}` has {len(name)} characters, and a state machine's name at most {LONGEST_NAME}"
        yield Limit(
            span=workflow.span,
            message=message,
            help="shorten the key or the major version",
            severity=Severity.ERROR,
        )


def _of_history(workflow: Workflow, sizes: Sizes) -> Iterator[Limit]:
    whole = tally(workflow, events, sizes, _ELEMENT)
    least = None if whole.least is None else whole.least + _EXECUTION
    help = "let called workflows do parts of it, each with a history of its own"
    if least is not None and least > EVENTS:
        message = f"no run of `{workflow.key}` can succeed: it writes at least {least:,} events, and {_EVENTS_OF_A_RUN}"
        yield _history(workflow, whole, message, help, Severity.ERROR)
    elif whole.most + _EXECUTION > EVENTS:
        message = f"a run of `{workflow.key}` may write {whole.most + _EXECUTION:,} events, and {_EVENTS_OF_A_RUN}"
        yield _history(workflow, whole, message, help, Severity.WARNING)
    for loop in all_nodes(workflow):
        if isinstance(loop, ForEach) and sizes.length(loop.items).most is None:
            each = tally(loop.body, events, sizes, _ELEMENT).most + _ELEMENT
            message = f"`{loop.id}` can have about {EVENTS // each:,} elements: each adds up to {each} of the"
            message += f" {EVENTS:,} events that a Step Functions execution may have"
            yield Limit(span=loop.span, message=message, help=_PAGES)


_EVENTS_OF_A_RUN = f"a Step Functions execution may have {EVENTS:,}"


def _history(workflow: Workflow, whole: Tally, message: str, help: str, severity: Severity) -> Limit:
    notes = (*whole.lines, f"{'begin and end':<20} {_EXECUTION}")
    return Limit(span=workflow.span, message=message, help=help, severity=severity, notes=notes)


def events(node: Node) -> Size:
    """What a node writes into the history by itself: with one attempt and poll, and with all that it may need."""
    match node:
        case Step():
            again = most_polls(node.poll) * (_STATE + _TASK + 2 * _STATE) + _again(node.retry)
            undo = _STATE + _TASK if node.compensation else 0
            return Size(_STATE + _TASK, _STATE + _TASK + again + undo)
        case Approval():
            least = 2 * (_STATE + _TASK) + _SUBMITTED
            return Size(least, least + _again(node.retry))
        case Call():
            undo = _STATE + _TASK if node.compensation else 0
            return Size(_STATE + _TASK + _SUBMITTED, _STATE + _TASK + _SUBMITTED + undo)
        case Parallel() | ForEach():
            return Size(_STATE + _LEGS, _STATE + _LEGS)
        case Choice() | Wait():
            return Size(_STATE, _STATE)
        case Receive():
            return Size(0, 0)  # refused
        case _:
            assert_never(node)


def _again(retry: tuple[Retry, ...]) -> int:
    return _ATTEMPT * sum(policy.max_attempts - 1 for policy in retry)


def _of_definition(workflow: Workflow, data: bytes) -> Iterator[Limit]:
    if len(data) > DEFINITION:
        message = f"the state machine of `{workflow.key}` takes {len(data):,} bytes"
        message += f", and a definition of Step Functions at most {DEFINITION:,}"
        help = "let called workflows do parts of it"
        yield Limit(span=workflow.span, message=message, help=help, severity=Severity.ERROR)


def _of_states(workflow: Workflow, scope: Mapping[str, Any]) -> Iterator[Limit]:
    spans = {node.id: node.span for node in all_nodes(workflow)}
    for name, state in scope["States"].items():
        if len(name) > LONGEST_NAME:
            message = f"a state would be called `{name}`, with {len(name)} characters, and Step Functions takes"
            help = "shorten the id of the step"
            at = next((span for id, span in spans.items() if id in name), workflow.span)
            message += f" {LONGEST_NAME} at most"
            yield Limit(span=at, message=message, help=help, severity=Severity.ERROR)
        own = {key: value for key, value in state.items() if key not in {"Branches", "ItemProcessor"}}
        deepest = max((_depth(text) for text in texts(own) if text.startswith("{%")), default=0)
        if deepest > DEPTH:
            message = f"an expression of the state `{name}` is nested {deepest} deep, and JSONata on Step Functions"
            message += f" takes about {DEPTH}"
            help = "divide it: let an operation, or several steps, work it out"
            yield Limit(span=spans.get(name, workflow.span), message=message, help=help, severity=Severity.WARNING)
        for inner in scopes_in(state):
            yield from _of_states(workflow, inner)


def _depth(text: str) -> int:
    """Parentheses, brackets and braces inside each other."""
    now = deepest = 0
    for letter in _QUOTED.sub("", text):
        now += (letter in "([{") - (letter in ")]}")
        deepest = max(deepest, now)
    return deepest
