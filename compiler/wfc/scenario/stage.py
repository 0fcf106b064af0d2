"""One scenario being played inside an engine's process: what each call has to say, and a record of the calls."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field, replace
from threading import Lock
from typing import final

from wfc.scenario.journal import Call, Json, hide_run_id, steady_alert
from wfc.scenario.model import Answer, Event, Reply
from wfc.scenario.script import Script, find_entry, find_reply
from wfc.scenario.spelling import without_indexes


@final
@dataclass(frozen=True, slots=True)
class Place:
    """Where a call happens. `attempt` (from 1) where the platform numbers them as S3 does; else they are counted."""

    address: str
    attempt: int | None = None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What one call has to play; `seat` is its place in `Stage.calls`. Times are seconds of the engine's clock."""

    operation: Json
    reply: Reply
    takes: float
    timeout: float | None
    seat: int


@final
@dataclass(slots=True, kw_only=True)
class Stage:
    """The state of one scenario. Calls may come from several threads.

    `cast` is what `wfc.scenario.cast` made, `place` asks the platform where the current call happens, `sleep` and
    `sleep_async` let a call take its time, in seconds of the engine's clock.
    """

    cast: Json
    place: Callable[[], Place]
    sleep: Callable[[float], object] = time.sleep
    sleep_async: Callable[[float], Awaitable[object]] = asyncio.sleep
    calls: list[Call] = field(default_factory=list)
    _attempts: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def begin(self, given: dict[str, Json], key: str) -> Cue:
        """What the current call has to play. `given`: arguments as JSON.

        Until it has, its record says by what it would be cut off: its own timeout, else the deadline of the run.
        """
        place = self.place()
        role = self.cast["roles"][without_indexes(place.address)]
        operation = self.cast["operations"][role["operation"]]
        said = next(iter(given.values())) if operation["argument"] else given or None
        if role["max_duration"] is not None:
            said = steady_alert(said, role["max_duration"])
        with self._lock:
            self._attempts[place.address] += 1
            attempt = place.attempt or self._attempts[place.address]
            seat = len(self.calls)
            reply = find_reply(self._script(), place.address, role["operation"], attempt)
            cue = self._cue(operation, reply or Reply(output=operation["fixed"]), role["timeout"], seat)
            cut = "Timeout" if _is_outlived(cue) else "Deadline"
            call = Call(address=place.address, attempt=attempt, input=said, key=key, output=None, error=cut)
            self.calls.append(call)
        return cue

    def _cue(self, operation: Json, reply: Reply, timeout: float | None, seat: int) -> Cue:
        takes = self.seconds(reply.takes)
        return Cue(operation=operation, reply=reply, takes=takes, timeout=timeout, seat=seat)

    def answer(self, address: str) -> Answer | None:
        """How the approval at an address is decided, None when it never is. `after` is the spec's own time."""
        found = find_entry(self.cast["approvals"], address)
        return found and Answer(**found)

    def events(self) -> list[Event]:
        """What the world outside sends, in order of arrival. `after` is the spec's own time."""
        return sorted((Event(**event) for event in self.cast["events"]), key=lambda event: event.after)

    def seconds(self, milliseconds: int) -> float:
        """A time of the spec in seconds of the engine's clock."""
        scaled: float = milliseconds / 1000 * self.cast["time_scale"]
        return scaled

    def end(self, cue: Cue, output: Json, error: str | None) -> None:
        """Complete the record of a call, unless it has outlived its timeout: then nobody has heard what it said."""
        if not _is_outlived(cue):
            self.calls[cue.seat] = replace(self.calls[cue.seat], output=output, error=error)

    def journal_calls(self, run_id: str) -> list[Json]:
        """The calls so far in the journal's JSON form."""
        return [hide_run_id(asdict(call), run_id) for call in self.calls]

    def _script(self) -> Script:
        return {name: [Reply(**reply) for reply in replies] for name, replies in self.cast["script"].items()}


def _is_outlived(cue: Cue) -> bool:
    return cue.timeout is not None and cue.takes > cue.timeout
