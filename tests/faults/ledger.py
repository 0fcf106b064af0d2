"""A ledger in SQLite that stands in for the team's handlers while processes are killed around them.

Runs in an engine's environment, in as many processes as work at once; to `wfc.scenario.stub` it is a `Stage`. Every
delivery of a call is written down before anything happens. The effect of one that succeeds is written under its
idempotency key, so that a second delivery with the same key changes nothing, as a careful payment provider would have
it. The fault of a run is struck once, by the process that comes to its point first.
"""

import asyncio
import json
import os
import signal
import sqlite3
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import final

from wfc.scenario.journal import Json
from wfc.scenario.model import Reply
from wfc.scenario.script import find_reply
from wfc.scenario.spelling import without_indexes
from wfc.scenario.stage import Cue

SCHEMA = """
create table plays(run text primary key, casting text, fault text);
create table deliveries(
    id integer primary key, run text, address text, attempt integer, input text, key text, output text, error text,
    over integer default 0
);
create table effects(id integer primary key, run text, address text, key text, unique (run, key));
create table struck(run text primary key);
"""
HANGS = {"slow": 0.5, "late": 1.2, "never": 1e6}
"""By the name of a fault that hangs the handler: for how long, in timeouts of the attempt.

`late` is soon enough: five seconds behind a timeout Temporal's SDK cancels the handler, and it never ends.
"""


@final
@dataclass(frozen=True, slots=True)
class Scene:
    """Whose call the current one is, and where it happens."""

    run: str
    address: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerStage:
    """What the stand-ins of one process ask; `scene` asks the platform for the current call.

    Of its `cast` only the operations matter, whose handlers are replaced: every run in the ledger has its own.
    """

    file: Path
    cast: Json
    scene: Callable[[], Scene]
    sleep: Callable[[float], object] = time.sleep
    sleep_async: Callable[[float], Awaitable[object]] = asyncio.sleep

    def begin(self, given: dict[str, Json], key: str) -> Cue:
        """Write the delivery down; what the call has to play. Here a process dies before the effect."""
        scene = self.scene()
        with transaction(self.file) as ledger:
            casting, fault = _play(ledger, scene.run)
            role = casting["roles"][without_indexes(scene.address)]
            operation = casting["operations"][role["operation"]]
            said = next(iter(given.values())) if operation["argument"] else given or None
            attempt, seat = _write_delivery(ledger, scene, said, key)
        hanging = self._strike(scene.run, fault, f"{scene.address} {attempt}") * (role["timeout"] or 0)
        script = {name: [Reply(**one) for one in replies] for name, replies in casting["script"].items()}
        reply = find_reply(script, scene.address, role["operation"], attempt) or Reply(output=operation["fixed"])
        takes = hanging or reply.takes / 1000 * casting["time_scale"]
        return Cue(operation=operation, reply=reply, takes=takes, timeout=role["timeout"], seat=seat)

    def end(self, cue: Cue, output: Json, error: str | None) -> None:
        """Take effect, unless that has happened, and say so. Here a process dies behind the effect, before it says so.

        An attempt that has outlived its timeout takes effect, too, but nobody hears of it.
        """
        with transaction(self.file) as ledger:
            found = "select run, address, attempt, key from deliveries where id = ?"
            run, address, attempt, key = ledger.execute(found, (cue.seat,)).fetchone()
            _, fault = _play(ledger, run)
            if error is None:
                effect = (run, address, key or address)
                ledger.execute("insert or ignore into effects(run, address, key) values (?, ?, ?)", effect)
        if fault == f"after {address} {attempt}" and self._is_first(run):
            die()
        with transaction(self.file) as ledger:
            ledger.execute("update deliveries set over = 1 where id = ?", (cue.seat,))
            if cue.takes <= (cue.timeout or cue.takes):
                heard = (json.dumps(output), error, cue.seat)
                ledger.execute("update deliveries set output = ?, error = ? where id = ?", heard)

    def _strike(self, run: str, fault: str, here: str) -> float:
        """Die, if it is here and so said; for how many timeouts the handler hangs."""
        phase, _, point = fault.partition(" ")
        if point != here or phase == "after" or not self._is_first(run):
            return 0
        if phase == "before":
            die()
        return HANGS[phase]

    def _is_first(self, run: str) -> bool:
        with transaction(self.file) as ledger:
            return ledger.execute("insert or ignore into struck values (?)", (run,)).rowcount == 1


def _play(ledger: sqlite3.Connection, run: str) -> tuple[Json, str]:
    casting, fault = ledger.execute("select casting, fault from plays where run = ?", (run,)).fetchone()
    return json.loads(casting), fault


def _write_delivery(ledger: sqlite3.Connection, scene: Scene, said: Json, key: str) -> tuple[int, int]:
    """Which attempt it is, and its row. Until it has said something it counts as one that nobody heard of again."""
    counted = "select count(*) from deliveries where run = ? and address = ?"
    attempt = ledger.execute(counted, (scene.run, scene.address)).fetchone()[0] + 1
    written = "insert into deliveries(run, address, attempt, input, key, error) values (?, ?, ?, ?, ?, 'Timeout')"
    row = ledger.execute(written, (scene.run, scene.address, attempt, json.dumps(said), key)).lastrowid
    return attempt, row or 0


def die() -> None:
    """As when the machine goes: no goodbye, no cleaning up."""
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def transaction(file: Path) -> Generator[sqlite3.Connection]:
    """What is done in the block is done as a whole, or not at all."""
    with closing(sqlite3.connect(file, timeout=60, isolation_level="IMMEDIATE")) as ledger:
        ledger.execute("pragma synchronous = off")  # processes die here, never the machine
        with ledger:
            yield ledger


def open_ledger(file: Path) -> None:
    """Make the tables. Writers do not stop readers."""
    with transaction(file) as ledger:
        ledger.execute("pragma journal_mode = wal")
        ledger.executescript(SCHEMA)


def begin_play(file: Path, run: str, casting: Json, fault: str) -> None:
    """Before a run begins: what its calls have to play, and its fault (`before charge 2`)."""
    with transaction(file) as ledger:
        ledger.execute("insert into plays values (?, ?, ?)", (run, json.dumps(casting), fault))


def is_struck(file: Path, run: str) -> bool:
    """Has the run's fault been struck?"""
    with transaction(file) as ledger:
        return ledger.execute("select 1 from struck where run = ?", (run,)).fetchone() is not None


def is_busy(file: Path, run: str) -> bool:
    """Is there a handler that has not come to its end? Of one that has died there always is."""
    with transaction(file) as ledger:
        return ledger.execute("select 1 from deliveries where run = ? and not over", (run,)).fetchone() is not None


def count_deliveries(file: Path, run: str) -> int:
    """How many calls of a run there have been so far."""
    with transaction(file) as ledger:
        counted: int = ledger.execute("select count(*) from deliveries where run = ?", (run,)).fetchone()[0]
        return counted


def told(file: Path, run: str) -> Json:
    """What the ledger knows of a run: `calls` as a journal has them, `effects` as [address, key], both in order."""
    with transaction(file) as ledger:
        ledger.row_factory = sqlite3.Row
        rows = ledger.execute("select * from deliveries where run = ? order by id", (run,)).fetchall()
        effects = ledger.execute("select address, key from effects where run = ? order by id", (run,)).fetchall()
    return {"calls": [_call(row) for row in rows], "effects": [list(effect) for effect in effects]}


def _call(row: sqlite3.Row) -> Json:
    as_json = ("input", "output")
    kept = {name: row[name] for name in ("address", "attempt", "key", "error")}
    return kept | {name: json.loads(row[name] or "null") for name in as_json}
