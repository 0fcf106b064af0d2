"""The facts of a workflow that an output must state, in a form in which two sources of them can be compared.

A fact is about a place: a node by its id, an address without indexes for the other calls (`pay:undo`, `pay:alert`,
`ask:notify`, `ask:remind`, `:alert`, `:alert:1`), "" for the workflow itself. Its value is plain data, compared for
equality. Durations are milliseconds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias, final

from wfc.ir.expressions import Expr


class Aspect(Enum):
    """What a fact is about; the value says what kind of value it has."""

    ENTRY = "id of the node a workflow starts with"
    RESULT = "expression of the result"
    DEADLINE = "duration of a run at most"
    OPERATION = "`module:name` of the handler, or `key@version` of the workflow called"
    INPUTS = "expression of the input"
    CONTEXT = "expression that a called workflow gets as its context"
    TIMEOUT = "duration of one attempt, of the window of an approval, of the waiting for an event"
    RETRY = "tuple of `Attempts`"
    KEY = "address that the idempotency key is made of"
    ON_SUCCESS = "tuple of `Way`, in the order of decision"
    ON_FAILURE = "tuple of `Way`, in the order of decision; what none matches fails the list of nodes"
    UNDO_ON_FAILURE = "tuple of places: what is undone after this node has failed, in that order"
    UNDO_ON_SUCCESS = "tuple of places: what is undone when the run fails after this node has succeeded"
    WHEN = "`completed` or `attempted`: which runs of a node are undone"
    SLA = "duration promised"
    ALERT_AFTER = "duration from the start after which the alert or escalation goes out while it still runs"
    POLL = "tuple of the interval, the longest time and the most polls or None"
    UNTIL = "expression: until when a wait, or what ends a poll"
    DURATION = "duration of a wait, or an expression for its seconds"
    BRANCHES = "tuple of pairs: name of a branch, id of the node it starts with"
    ITEMS = "expression of the items"
    BODY = "id of the node that the body starts with"
    CONCURRENCY = "how many bodies run at once at most"
    EVENT = "name of the event received"
    CORRELATE = "expression of what an event must carry"
    REMIND_AFTER = "duration from the opening of an approval's window"
    SCHEDULE = "tuple of pairs: cron expression, time zone"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """One retry policy: the delays behind the failed attempts, the longest ones where they are drawn; and what it is
    for, as sorted names of errors, `only` empty for all.
    """

    delays: tuple[int, ...]
    jitter: bool
    only: tuple[str, ...]
    never: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One edge: taken for the first that applies. `errors`: the types it is for, sorted, empty for all; `condition`: an
    expression, None when there is none. `to` is a node's id, `SUCCEED`, `FAIL_AGAIN` or `Fail:<type>`; `message`
    belongs to the last.
    """

    to: str
    condition: object = None
    errors: tuple[str, ...] = ()
    message: object = None


SUCCEED = "SUCCEED"
FAIL_AGAIN = "FAIL_AGAIN"

Facts: TypeAlias = Mapping[tuple[str, Aspect], object]
"""What is stated, by place and aspect. A fact that is not there has nothing to state: no timeout, no inputs."""

Render: TypeAlias = Callable[[Expr], object]
"""How an expression is written down so that it can be compared with one read from an output."""
