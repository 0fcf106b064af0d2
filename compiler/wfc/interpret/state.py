"""The state of an interpreted run: the world it is in, the run itself, and each list of steps on its way."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from typing import final

from wfc.interpret.clock import Clock, Pause
from wfc.interpret.endings import Bounds, Ending
from wfc.interpret.evaluate import Scope
from wfc.interpret.mailbox import Mailbox
from wfc.interpret.timeline import Event
from wfc.ir.nodes import Workflow
from wfc.ir.policies import Operation
from wfc.scenario.journal import RUN_ID, Call, CompensationFailure, Failure, Json
from wfc.scenario.model import Scenario


@final
@dataclass(slots=True, kw_only=True)
class World:
    """What a run shares with the runs of its calls. Addresses in it are those of journals.

    `play` runs a workflow (a call needs that, and it needs calls). `waiting`: what waits now without any end of its
    own; `accepted`: the prefixes of runs that have accepted their input.
    """

    clock: Clock
    scenario: Scenario
    play: Callable[["Run"], Coroutine[Pause, None, Ending]]
    calls: list[Call] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=dict)
    breaches: list[str] = field(default_factory=list)
    compensation_failed: list[CompensationFailure] = field(default_factory=list)
    unscripted: set[str] = field(default_factory=set)
    timeline: list[Event] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    accepted: set[str] = field(default_factory=set)


@final
@dataclass(slots=True, kw_only=True)
class Run:
    """One run of one workflow. Addresses in it are its own; `prefix` makes them those of journals (C7).

    `scopes`: what the lambdas of each step see, once it has ended with its output; `attempted` and `succeeded` are
    addresses; `elements` counts the items of each `ForEach`.
    """

    world: World
    workflow: Workflow
    operations: Mapping[str, Operation]
    input: Json
    context: Json
    bounds: Bounds
    prefix: str = ""
    id: str = RUN_ID
    began: int = 0
    scopes: dict[str, Scope] = field(default_factory=dict)
    attempted: set[str] = field(default_factory=set)
    succeeded: set[str] = field(default_factory=set)
    elements: dict[str, int] = field(default_factory=dict)
    mailbox: Mailbox = field(default_factory=Mailbox)

    @property
    def now(self) -> int:
        """The time."""
        return self.world.clock.now


@final
@dataclass(slots=True, kw_only=True)
class Frame:
    """A list of steps on its way: the workflow's own, a branch, or a body for one element (O7).

    `outputs` are those that can be read, `handled` is the failure handled last, as visible here.
    """

    run: Run
    indexes: tuple[int, ...] = ()
    item: Json = None
    outputs: dict[str, Json] = field(default_factory=dict)
    handled: Failure | None = None

    def branch(self) -> "Frame":
        """A frame inside, which sees what this one sees now."""
        return replace(self, outputs=dict(self.outputs))

    def element(self, index: int, item: Json) -> "Frame":
        """The same for one element."""
        return replace(self.branch(), indexes=(*self.indexes, index), item=item)

    def address(self, node: str) -> str:
        """`step[2][0]`."""
        return node + "".join(f"[{index}]" for index in self.indexes)

    def key(self, node: str) -> str:
        """The idempotency key of S1, without what stands for the kind of call."""
        return ":".join([self.run.id, node, *map(str, self.indexes)])
