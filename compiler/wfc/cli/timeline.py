"""A run as a table: when what was called, at which attempt, how long it took and what came of it."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never, final

from wfc.durations import spell_duration
from wfc.interpret.run import Interpreted
from wfc.interpret.timeline import Breached, Called, Decided, Delayed, Event, Moved, Received, Refused, Undoing
from wfc.ir.nodes import Goto
from wfc.ir.walk import arms_of, catches_of
from wfc.scenario.journal import Journal, Json

Paint = Callable[[str, str], str]
"""Text and colour -> text, perhaps coloured."""

WIDEST = 72


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line; everything but `text` may be empty. `text` says what happened, `colour` how bad it is."""

    time: str = ""
    who: str = ""
    attempt: str = ""
    took: str = ""
    text: str
    colour: str


def timeline_lines(run: Interpreted, paint: Paint) -> Iterator[str]:
    """An interpreted run in virtual time."""
    events = sorted(run.timeline, key=lambda event: event.at)
    rows = [row for event in events for row in _rows(event)]
    rows += [Row(who=address, text="waits for ever", colour="red") for address in run.stuck]
    end = Row(
        time=spell_duration(run.journal.duration or 0),
        who="never ends" if run.stuck else run.journal.status,
        text=end_text(run.journal),
        colour=_colour(run.journal),
    )
    return _table(Row(time="time", who="call", attempt="try", took="took", text="", colour=""), [*rows, end], paint)


def journal_lines(journal: Journal, paint: Paint) -> Iterator[str]:
    """A run on an engine, whose journal has no times."""
    rows = [
        Row(
            who=call.address,
            attempt=str(call.attempt),
            text=call.error or _result(call.output),
            colour="red" if call.error else "green",
        )
        for call in journal.calls
    ]
    late = [Row(who=address, text="late", colour="yellow") for address in journal.sla_breaches]
    end = Row(who=journal.status, text=end_text(journal), colour=_colour(journal))
    return _table(Row(who="call", attempt="try", text="", colour=""), [*rows, *late, end], paint)


def end_text(journal: Journal) -> str:
    """How a run ended, in one line."""
    if journal.error is None:
        return "" if journal.output is None else shorten(journal.output)
    text = _failure(journal.error.type, journal.error.message)
    text += f" in {journal.error.step}" if journal.error.step else ""
    undone = [f"{failure.step}: {_failure(failure.type, failure.message)}" for failure in journal.compensation_failed]
    return text + (f"; not undone: {', '.join(undone)}" if undone else "")


def shorten(value: Json) -> str:
    """JSON on one line, cut where it gets too long to read."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def _table(head: Row, rows: Iterable[Row], paint: Paint) -> Iterator[str]:
    every = [head, *rows]
    time, who, attempt, took = (
        max(len(getattr(row, column)) for row in every) for column in ("time", "who", "attempt", "took")
    )
    for row in every:
        cells = (f"{row.time:>{time}}", f"{row.who:<{who}}", f"{row.attempt:>{attempt}}", f"{row.took:>{took}}")
        line = "  ".join(cell for cell in cells if cell)
        yield f"{line}  {paint(row.text, row.colour)}".rstrip()


def _rows(event: Event) -> Iterator[Row]:
    time = spell_duration(event.at)
    match event:
        case Called(call=call):
            result = _result(call.output) if call.error is None else _failure(call.error, event.message)
            yield Row(
                time=time,
                who=call.address,
                attempt=str(call.attempt),
                took=spell_duration(event.until - event.at) if event.until > event.at else "",
                text=result,
                colour="red" if call.error else "green",
            )
        case Delayed() if event.until == event.at:
            return
        case Delayed():
            took = spell_duration(event.until - event.at)
            yield Row(time=time, who=event.address, took=took, text="waiting", colour="bright_black")
        case Refused():
            detail = event.detail.splitlines()[0] if event.detail else ""
            yield Row(time=time, who=event.address, text=f"{event.type}, no call: {detail}", colour="red")
        case Decided():
            colour = "green" if event.decision == "approved" else "yellow"
            yield Row(time=time, who=event.address, text=event.decision, colour=colour)
        case Received():
            yield Row(time=time, who=event.address, text=f"received {event.name}", colour="green")
        case Moved():
            yield from _move(event)
        case Breached():
            promise = f"late: promised {spell_duration(event.promised)}, took {spell_duration(event.took)}"
            yield Row(time=time, who=event.address, text=promise, colour="yellow")
        case Undoing():
            reason = _failure(event.type, event.message)
            yield Row(time=time, who=event.address, text=f"undoing, because of {reason}", colour="yellow")
        case _:
            assert_never(event)


def _move(moved: Moved) -> Iterator[Row]:
    """Only what a reader could not foresee: a failure edge, or one of several ways."""
    node, time = moved.node, spell_duration(moved.at)
    to = f"on to {moved.edge.step}" if isinstance(moved.edge, Goto) else "to the end"
    if any(moved.edge is catch.target for catch in catches_of(node)):
        yield Row(time=time, who=moved.address, text=f"handled, {to}", colour="yellow")
    elif moved.edge is not None and len(arms_of(node)) > 1:
        yield Row(time=time, who=moved.address, text=to, colour="cyan")


def _result(output: Json) -> str:
    return "ok" if output is None else shorten(output)


def _failure(type: str, message: str) -> str:
    return f"{type}: {message}" if message else type


def _colour(journal: Journal) -> str:
    return "green" if journal.status == "succeeded" else "red"
