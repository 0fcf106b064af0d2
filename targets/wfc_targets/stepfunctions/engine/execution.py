"""A run of a machine as it goes on: where it is, and the history that it leaves, as GetExecutionHistory has it."""

from dataclasses import dataclass, field
from typing import Any

from wfc_targets.stepfunctions.engine.clock import Clock, Fork


@dataclass(slots=True, kw_only=True)
class Position:
    """Where a machine or leg is. `previous`: the event before; `entry`: that of the state it is in; `has_deadline`: its
    limit is computed, from what is left."""

    previous: int
    state: str = ""
    entered: int = 0
    entry: dict[str, Any] = field(default_factory=dict)
    limit: int | None = None
    has_deadline: bool = False
    fork: Fork | None = None


@dataclass(slots=True, kw_only=True)
class Execution:
    """A run of a machine. `positions`: of the machine, and of the legs it is in, one inside another."""

    id: str
    clock: Clock
    began: int = 0
    history: list[dict[str, Any]] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)

    @property
    def at(self) -> Position:
        """Where it is."""
        return self.positions[-1]

    def note(self, event: str, **details: Any) -> dict[str, Any]:
        """Add an event to the history."""
        position = self.positions[-1] if self.positions else Position(previous=0)
        number = len(self.history) + 1
        noted = {"timestamp": self.clock.text(), "type": event, "id": number, "previousEventId": position.previous}
        self.history.append(noted | details)
        position.previous = number
        return self.history[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """A task that is called: its state and that one's input, its resource and evaluated arguments."""

    state: str
    given: Any
    resource: str
    arguments: Any
