"""What happened when: the interpreter's account of a run for `wfc run`, since journals have no times.

Addresses are those of journals, with the calls that lead to a run in front.
"""

from dataclasses import dataclass
from typing import TypeAlias, final

from wfc.ir.nodes import Node, Target
from wfc.scenario.journal import Call


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """An attempt, from `at` to `until`; `message` is its error's."""

    at: int
    until: int
    call: Call
    message: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Delayed:
    """Waiting: for the next attempt or poll, a moment, a decision or an event. `until` is the latest end."""

    at: int
    until: int
    address: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A failure without a call: a lambda without a value, or an input that does not fit. `detail` is for people."""

    at: int
    address: str
    type: str
    detail: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A human has decided, or nobody has in time."""

    at: int
    address: str
    node: Node
    decision: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """An event has reached the step that waited for it."""

    at: int
    address: str
    name: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The edge taken after a node (the very object of the IR); None when the node's failure was nobody's to handle."""

    at: int
    address: str
    node: Node
    edge: Target | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Breached:
    """A promise broken, by a step or (an empty address, or one that ends in "/") a run."""

    at: int
    address: str
    took: int
    promised: int


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """The run at `address` (`call/`, "" for the whole) is about to be compensated, because of this."""

    at: int
    address: str
    type: str
    message: str
    step: str | None


Event: TypeAlias = Called | Delayed | Refused | Decided | Received | Moved | Breached | Undoing
