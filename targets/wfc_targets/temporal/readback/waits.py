"""What waits for time, for people and for events (T3)."""

import ast

from wfc.ir.nodes import Approval, Receive
from wfc.ir.types import ModelRef
from wfc.validation.facts import Aspect
from wfc_targets.temporal.readback.forms import class_of
from wfc_targets.temporal.readback.inside import Inside
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.python_terms import read_term
from wfc_targets.temporal.readback.source import Source
from wfc_targets.temporal.readback.state import State
from wfc_targets.temporal.readback.syntax import Called, call_of, called, dotted, milliseconds, parameters, text, texts
from wfc_targets.temporal.readback.works import Work, read_work


def read_wait(source: Source, node: str, work: ast.expr, state: State) -> None:
    """A durable timer."""
    found = called(work)
    match found.name, found.args, found.keywords:
        case "workflow.sleep", (duration,), {"summary": address} if len(found.keywords) == 1:
            expect(not source.promised.has_deadline and milliseconds(duration) > 0, "a plain timer", work)
            source.state(node, Aspect.DURATION, milliseconds(duration))
        case "self._run.sleep", (duration, address), {} if not found.keywords:
            source.state(node, Aspect.DURATION, _duration(source, duration, state))
        case "self._run.sleep_until", (instant, address), {} if not found.keywords:
            source.state(node, Aspect.UNTIL, read_term(instant, source.sight(state)))
        case _:
            raise misread("a wait is expected", work)
    expect(source.place_of(address, state) == node, f"the summary of {node}", address)


def _duration(source: Source, node: ast.expr, state: State) -> object:
    match called(node):
        case Called(name="timedelta", args=(), keywords={"seconds": amount}) if not isinstance(amount, ast.Constant):
            return read_term(amount, source.sight(state))
        case _:
            return milliseconds(node)


def read_window(source: Source, node: Approval, work: ast.expr, inside: Inside) -> None:
    """The window of an approval, behind its notice."""
    found = called(work)
    given = dict(found.keywords)
    is_call = found.name == "self._run.approval" and len(found.args) == 1
    expect(is_call and given.keys() <= {"form", "timeout", "fails", "remind"}, "a window is expected", work)
    expect(source.place_of(found.args[0], inside.state) == node.id, f"the name of {node.id}", work)
    form = node.form.path.partition(":")[2] if isinstance(node.form, ModelRef) else ""
    expect((dotted(given["form"]) if "form" in given else "") == form, f"the form of {node.id} is {form}", work)
    fails = texts(given["fails"]) if "fails" in given else ()
    expect(sorted(fails) == sorted(node.fails), f"decisions that fail {node.id}: {node.fails}", work)
    if "timeout" in given:
        source.state(node.id, Aspect.TIMEOUT, milliseconds(given["timeout"]))
    match given.get("remind"):
        case None:
            pass
        case ast.Tuple(elts=[after, ast.Lambda(body=reminder) as remind]) if not parameters(remind):
            place = f"{node.id}:remind"
            source.state(place, Aspect.REMIND_AFTER, milliseconds(after))
            read_work(source, reminder, Work(place=place, given=inside.given, state=inside.state, is_forward=False))
        case other:
            raise misread("a time and a reminder are expected", other)


def read_receive(source: Source, node: Receive, work: ast.expr, state: State) -> None:
    """The waiting for an event."""
    limit = ["timeout"] if "timeout" in called(work).keywords else []
    found = call_of("self._run.receive", work, 3, limit)
    event, correlate, payload = found.args
    source.state(node.id, Aspect.EVENT, text(event))
    source.state(node.id, Aspect.CORRELATE, read_term(correlate, source.sight(state)))
    expect(dotted(payload) == class_of(node.payload), f"the payload of {node.id}", payload)
    if limit:
        source.state(node.id, Aspect.TIMEOUT, milliseconds(found.keywords["timeout"]))
