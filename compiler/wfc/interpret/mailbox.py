"""Where the events of the world outside wait for steps, and steps for them (T3)."""

from dataclasses import dataclass, field
from typing import final


@final
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Waiter:
    """A step that waits for an event; its run began at `began`."""

    event: str
    correlate: str
    began: int


@final
@dataclass(slots=True, kw_only=True)
class Mailbox:
    """What a run and those it calls have `taken` of the scenario's events, by their places, and who waits for more, the
    longest first.
    """

    taken: set[int] = field(default_factory=set)
    waiters: list[Waiter] = field(default_factory=list)
