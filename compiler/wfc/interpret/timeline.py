"""What happened when: the interpreter's account of a run for `wfc run`, since journals have no times."""

from dataclasses import dataclass
from typing import TypeAlias, final

from wfc.ir.nodes import Target
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
    """Waiting for the next attempt."""

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
class Moved:
    """The edge taken after a node (the very object of the IR); None when the node's failure was nobody's to handle."""

    at: int
    node: str
    edge: Target | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Breached:
    """A promise broken, by a step or (address "") the run."""

    at: int
    address: str
    took: int
    promised: int


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """The run has failed and is about to be compensated."""

    at: int
    type: str
    message: str
    step: str | None


Event: TypeAlias = Called | Delayed | Refused | Moved | Breached | Undoing
