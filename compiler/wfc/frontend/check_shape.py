"""Check that every argument of a spec is the kind of thing its place takes, before anything reads it.

The words of the language record whatever they are given, so this is where `retry=3` or `steps=None` is told. Where
every argument of a word is, `check_arguments` looks at them together. What is told elsewhere with more to say is left
alone: durations, lambdas, transitions, choices. Reports bad-value.
"""

import math
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any, final, get_origin

import wfc as spec
from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import BAD_VALUE
from wfc.frontend.arguments import argument_span
from wfc.frontend.check_arguments import Mistake, check_arguments
from wfc.frontend.lambdas import describe
from wfc.frontend.sources import Sources
from wfc.spec.record import Record
from wfc.spec.step import Node, Yielding
from wfc.spec.triggers import Trigger

LONGEST_LABEL = 100
"""Of tags Airflow takes no longer ones."""

_OPERATION = re.compile(r"[a-z][a-z0-9]*([._-][a-z0-9]+)*")
_EVENT = re.compile(r"(?=.{1,128}$)[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which no file can hold


@final
@dataclass(frozen=True, slots=True)
class Shape:
    """What fits a place; `says` completes "give it ...". That of a list has `item`: what fits into it."""

    says: str
    fits: Callable[[Any], bool]
    item: Callable[[Any], bool] | None = None


def check_shape(workflow: "spec.Workflow[Any, Any, Any]", sources: Sources, found: Diagnostics) -> bool:
    """Whether everything that `workflow` reaches has the right shape; what has not is reported, each place once."""
    mistakes = [(record, mistake) for record in _reached(workflow) for mistake in _mistakes(record)]
    for record, mistake in mistakes:
        at = argument_span(record, mistake.argument, sources)
        found.error(BAD_VALUE, mistake.message, at, mistake.help)
    return not mistakes


def _mistakes(record: Record) -> list[Mistake]:
    """Arguments are looked at together only where each is what it should be."""
    misfits = [
        Mistake(
            name,
            f"`{name}` of `{type(record).__name__}` cannot {_mistake(getattr(record, name), shape)}",
            f"give it {shape.says}",
        )
        for name, shape in _misfits(record)
    ]
    return misfits or list(check_arguments(record))


def _reached(workflow: Record) -> Iterator[Record]:
    """The workflow and all records in it, each once, in the order they are written."""
    seen: set[int] = set()
    waiting: list[Record] = [workflow]
    while waiting:
        record = waiting.pop()
        if id(record) in seen:
            continue
        seen.add(id(record))
        yield record
        waiting.extend(reversed([inner for field in fields(record) for inner in _records(getattr(record, field.name))]))


def _records(value: object) -> list[Record]:
    """Those in a value, in a list of it, or in the lists of a dict."""
    match value:
        case Record():
            return [value]
        case tuple():
            return [one for one in value if isinstance(one, Record)]
        case dict():
            return [one for steps in value.values() if isinstance(steps, tuple) for one in _records(steps)]
        case _:
            return []


def _misfits(record: Record) -> Iterator[tuple[str, Shape]]:
    for field in fields(record):
        shape = OF_ONE_WORD.get((type(record).__name__, field.name)) or SHAPES.get(field.name)
        value = getattr(record, field.name) if field.init else None
        optional = field.default is None and value is None
        if field.init and shape is not None and not optional and not shape.fits(value):
            yield field.name, shape


def _mistake(value: object, shape: Shape) -> str:
    if isinstance(value, tuple) and shape.item is not None and not all(map(shape.item, value)):
        return f"hold {_shown(next(one for one in value if not shape.item(one)))}"
    return f"be {_shown(value)}"


def _shown(value: object) -> str:
    if isinstance(value, tuple | list):
        return "a list"
    return textwrap.shorten(repr(value), 40) if isinstance(value, str | int | float | None) else describe(value)


def _a(what: str, *types: type) -> Shape:
    return Shape(what, lambda value: isinstance(value, types))


def _list_of(what: str, item: Callable[[Any], bool]) -> Shape:
    return Shape(f"a list of {what}", lambda value: isinstance(value, tuple) and all(map(item, value)), item)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not _SURROGATE.search(value)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _is_event(value: object) -> bool:
    return isinstance(value, str) and _EVENT.fullmatch(value) is not None


def _is_branches(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(name, str) and _is_steps(value[name]) for name in value)


def _is_step(value: object) -> bool:
    return isinstance(value, Node) and type(value) not in (Node, Yielding)


def _is_steps(value: object) -> bool:
    return isinstance(value, tuple) and all(map(_is_step, value))


def _is_text_or_function(value: object) -> bool:
    return _is_text(value) or callable(value)


def _is_model(value: object) -> bool:
    return isinstance(value, type) and hasattr(value, "model_fields")


def _is_error(value: object) -> bool:
    if isinstance(value, type) and issubclass(value, BaseException):
        return _is_error_name(value.__name__)
    return _is_error_name(value)


def _is_error_name(value: object) -> bool:
    """A class name, with its module where it is reserved (S2). `States.` is how Step Functions names its own errors."""
    return isinstance(value, str) and all(map(str.isidentifier, value.split("."))) and not value.startswith("States.")


def _is_operation_key(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_LABEL and _OPERATION.fullmatch(value) is not None


def _is_label(value: object) -> bool:
    return isinstance(value, str) and _is_text(value) and len(value) <= LONGEST_LABEL


def _is_retry(value: object) -> bool:
    return isinstance(value, spec.Retry)


def _is_retries(value: object) -> bool:
    return all(map(_is_retry, value)) if isinstance(value, tuple) else _is_retry(value)


TEXT = Shape("a text that UTF-8 can hold", _is_text)
LABEL = Shape(f"a text of at most {LONGEST_LABEL} characters", _is_label)
LABELS = _list_of(f"texts of at most {LONGEST_LABEL} characters", _is_label)
YES_OR_NO = _a("True or False", bool)
ERRORS = _list_of("exception classes or their names", _is_error)
MODEL = Shape("a pydantic model class", _is_model)
STEPS = _list_of("steps", _is_step)
COUNT = Shape("a whole number from 1 on", _is_count)
OPERATION = _a("an `Operation`", spec.Operation)

# A name means the same in all words that have it ...
SHAPES = {
    "alert": OPERATION,
    "after_compensation": _a("a `Step`", spec.Step),
    "alert_on_breach": YES_OR_NO,
    "branches": Shape("a dict of names, each with a list of steps", _is_branches),
    "catchup": YES_OR_NO,
    "compensation": _a("a `Compensation`, or a step of `handlers` or its id", spec.Compensation, spec.Step, str),
    "defaults": _a("`Defaults(...)`", spec.Defaults),
    "description": TEXT,
    "entry": _a("a step or its id", Node, str),
    "errors": ERRORS,
    "escalate": _list_of("`Escalate(...)`", lambda value: isinstance(value, spec.Escalate)),
    "event": Shape('words joined by dots or hyphens, such as "parcel.delivered", at most 128 characters', _is_event),
    "expression": TEXT,
    "form": MODEL,
    "handler": Shape('a function, or "package.module:function"', _is_text_or_function),
    "handlers": STEPS,
    "id": TEXT,
    "in_flight": YES_OR_NO,
    "irreversible": YES_OR_NO,
    "key": TEXT,
    "max_attempts": Shape("a whole number", _is_whole),
    "max_concurrency": COUNT,
    "max_polls": COUNT,
    "message": Shape("a text or a lambda", _is_text_or_function),
    "multiplier": Shape("a number", _is_number),
    "never": ERRORS,
    "notify": OPERATION,
    "only": ERRORS,
    "operation": OPERATION,
    "output": Shape("a model or another type", lambda value: isinstance(value, type) or get_origin(value) is not None),
    "owners": LABELS,
    "payload": MODEL,
    "poll": _a("`Poll(...)`", spec.Poll),
    "remind": _a("`Escalate(...)`", spec.Escalate),
    "retry": Shape("a `Retry` or a list of them", _is_retries, _is_retry),
    "sla": _a("`Sla(...)`", spec.Sla),
    "steps": STEPS,
    "tags": LABELS,
    "timezone": TEXT,
    "title": LABEL,
    "transitions": _list_of("`When(...)` and `Otherwise(...)`", lambda value: isinstance(value, Record)),
    "triggers": _list_of("triggers such as `Cron(...)`", lambda value: isinstance(value, Trigger)),
    "type": Shape('a name like that of an exception class, such as "OutOfStock"', _is_error_name),
    "types": ERRORS,
    "version": TEXT,
    "workflow": _a('a `Workflow`, or a text such as "shop.ship@1"', spec.Workflow, str),
}

# ... but for these.
OBJECT = _a("a dict of fixed values", dict)
OF_ONE_WORD = {
    ("Workflow", "context"): MODEL,
    ("Workflow", "input"): MODEL,
    ("Operation", "input"): MODEL,
    ("Operation", "key"): Shape('lower-case words joined by dots or hyphens, such as "mail.send"', _is_operation_key),
    ("Cron", "context"): OBJECT,
    ("Cron", "input"): OBJECT,
}
