"""How many elements a loop may have before a run's history is full: 51,200 events, and every element adds some.

Counted is what an element adds to the history when each of its steps needs one attempt and then is undone: a task of
the workflow is three events, and so is an activity. Elements that run at once share tasks, so there may be more.
"""

from collections.abc import Iterable
from typing import assert_never

from wfc.ir.nodes import Approval, Call, Choice, ForEach, Node, Parallel, Receive, Step, Wait, Workflow
from wfc.ir.walk import all_nodes, blocks_of
from wfc.target import Limit
from wfc_targets.temporal.reads import compensation_of

MOST_EVENTS = 51_200
_TASK, _ACTIVITY, _TIMER, _CHILD, _MESSAGE = 3, 3, 2, 3, 2


def limits(workflow: Workflow) -> tuple[Limit, ...]:
    """One for each loop whose elements leave a trace in the history."""
    loops = [node for node in all_nodes(workflow) if isinstance(node, ForEach)]
    return tuple(_limit(loop, events) for loop in loops if (events := _events(loop.body.nodes)))


def _limit(loop: ForEach, events: int) -> Limit:
    most = MOST_EVENTS // events
    message = f"`{loop.id}` can have about {most:,} elements: each adds up to {events} of the {MOST_EVENTS:,} events"
    return Limit(
        span=loop.span,
        message=f"{message} that a Temporal run may have",
        help="for more, let each run of the workflow work on one page of the list",
    )


def _events(nodes: Iterable[Node]) -> int:
    return sum(_own(node) + sum(_events(block.nodes) for block in blocks_of(node)) for node in nodes)


def _own(node: Node) -> int:
    undo = _ACTIVITY + _TASK if compensation_of(node) else 0
    match node:
        case Step():
            return _ACTIVITY + _TASK + undo
        case Wait():
            return _TIMER + _TASK
        case Approval():
            return _ACTIVITY + _TASK + _MESSAGE + _TASK + (_TIMER if node.timeout is not None else 0)
        case Receive():
            return _MESSAGE + _TASK + (_TIMER if node.timeout is not None else 0)
        case Call():
            return _CHILD + 2 * _TASK + undo
        case Choice() | Parallel() | ForEach():
            return 0
        case _:
            assert_never(node)
