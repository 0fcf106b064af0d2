"""An interpreted run as text: one line an event, with the virtual time at its left."""

import json
from collections.abc import Callable, Iterator
from typing import assert_never

from wfc.durations import spell_duration
from wfc.interpret.run import Interpreted
from wfc.interpret.timeline import Breached, Called, Delayed, Event, Moved, Refused, Undoing
from wfc.ir.nodes import Goto, Workflow
from wfc.ir.walk import arms_of, catches_of, nodes_by_id
from wfc.scenario.journal import Journal, Json

Paint = Callable[[str, str], str]
"""Text and colour -> text, perhaps coloured."""

Row = tuple[int, str, str, str]
"""Time, address, what happened, colour."""

WIDEST = 72


def timeline_lines(workflow: Workflow, run: Interpreted, paint: Paint) -> Iterator[str]:
    """The lines of a run, from its first call to its end."""
    rows = [row for event in sorted(run.timeline, key=lambda event: event.at) for row in _rows(workflow, event)]
    rows.append((run.journal.duration or 0, run.journal.status, end_text(run.journal), _colour(run.journal)))
    clock = max(len(spell_duration(at)) for at, *_ in rows)
    names = max(len(name) for _, name, *_ in rows)
    for at, name, text, colour in rows:
        yield f"{spell_duration(at):>{clock}}  {name:<{names}}  {paint(text, colour)}".rstrip()


def journal_lines(journal: Journal, paint: Paint) -> Iterator[str]:
    """The same for a run on an engine, whose journal has no times."""
    rows = [(call.address, call.attempt, call.error or shorten(call.output), call.error) for call in journal.calls]
    names = max([len(address) for address, *_ in rows] + [len(journal.status)])
    for address, attempt, text, error in rows:
        again = "" if attempt == 1 else f"#{attempt} "
        yield f"{address:<{names}}  {again}{paint(text, 'red' if error else 'green')}".rstrip()
    yield f"{journal.status:<{names}}  {paint(end_text(journal), _colour(journal))}".rstrip()


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


def _rows(workflow: Workflow, event: Event) -> Iterator[Row]:
    match event:
        case Called(call=call):
            again = "" if call.attempt == 1 else f"#{call.attempt} "
            result = shorten(call.output) if call.error is None else _failure(call.error, event.message)
            took = f", took {spell_duration(event.until - event.at)}" if event.until > event.at else ""
            yield event.at, call.address, f"{again}{result}{took}", "red" if call.error else "green"
        case Delayed():
            yield event.at, "", f"waits {spell_duration(event.until - event.at)}", "bright_black"
        case Refused():
            detail = event.detail.splitlines()[0] if event.detail else ""
            yield event.at, event.address or "the run", f"{event.type} without a call: {detail}", "red"
        case Moved():
            yield from _move(workflow, event)
        case Breached():
            promise = f"promised {spell_duration(event.promised)}, took {spell_duration(event.took)}"
            yield event.at, event.address or "the run", promise, "yellow"
        case Undoing():
            yield event.at, "", f"undoes what was done, because of {_failure(event.type, event.message)}", "yellow"
        case _:
            assert_never(event)


def _move(workflow: Workflow, moved: Moved) -> Iterator[Row]:
    """Only what surprises: a failure edge, or a choice between several ways."""
    node = nodes_by_id(workflow)[moved.node]
    handled = any(moved.edge is catch.target for catch in catches_of(node))
    to = moved.edge.step if isinstance(moved.edge, Goto) else "the end"
    if handled:
        yield moved.at, "", f"handled, goes on with {to}" if isinstance(moved.edge, Goto) else "handled", "yellow"
    elif moved.edge is not None and len(arms_of(node)) > 1:
        yield moved.at, moved.node, f"goes on with {to}", "cyan"


def _failure(type: str, message: str) -> str:
    return f"{type}: {message}" if message else type


def _colour(journal: Journal) -> str:
    return "green" if journal.status == "succeeded" else "red"
