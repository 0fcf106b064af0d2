"""What each argument of each word takes, as a table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, final, get_origin

import wfc as spec
from wfc.frontend.fits import (
    LONGEST_LABEL,
    is_branches,
    is_count,
    is_error,
    is_error_name,
    is_event,
    is_label,
    is_model,
    is_number,
    is_operation_key,
    is_retries,
    is_retry,
    is_step,
    is_text,
    is_text_or_function,
    is_whole,
)
from wfc.spec.record import Record
from wfc.spec.step import Node
from wfc.spec.triggers import Trigger


@final
@dataclass(frozen=True, slots=True)
class Shape:
    """What fits a place; `says` completes "give it ...". That of a list has `item`: what fits into it."""

    says: str
    fits: Callable[[Any], bool]
    item: Callable[[Any], bool] | None = None


def _a(what: str, *types: type) -> Shape:
    return Shape(what, lambda value: isinstance(value, types))


def _list_of(what: str, item: Callable[[Any], bool]) -> Shape:
    return Shape(f"a list of {what}", lambda value: isinstance(value, tuple) and all(map(item, value)), item)


TEXT = Shape("a text that UTF-8 can hold", is_text)
LABEL = Shape(f"a text of at most {LONGEST_LABEL} characters", is_label)
LABELS = _list_of(f"texts of at most {LONGEST_LABEL} characters", is_label)
YES_OR_NO = _a("True or False", bool)
ERRORS = _list_of("exception classes or their names", is_error)
MODEL = Shape("a pydantic model class", is_model)
STEPS = _list_of("steps", is_step)
COUNT = Shape("a whole number from 1 on", is_count)
OPERATION = _a("an `Operation`", spec.Operation)

# A name means the same in all words that have it ...
SHAPES = {
    "alert": OPERATION,
    "after_compensation": _a("a `Step`", spec.Step),
    "alert_on_breach": YES_OR_NO,
    "branches": Shape("a dict of names, each with a list of steps", is_branches),
    "catchup": YES_OR_NO,
    "compensation": _a("a `Compensation`, or a step of `handlers` or its id", spec.Compensation, spec.Step, str),
    "defaults": _a("`Defaults(...)`", spec.Defaults),
    "description": TEXT,
    "entry": _a("a step or its id", Node, str),
    "errors": ERRORS,
    "escalate": _list_of("`Escalate(...)`", lambda value: isinstance(value, spec.Escalate)),
    "event": Shape('words joined by dots or hyphens, such as "parcel.delivered", at most 128 characters', is_event),
    "expression": TEXT,
    "form": MODEL,
    "handler": Shape('a function, or "package.module:function"', is_text_or_function),
    "handlers": STEPS,
    "id": TEXT,
    "in_flight": YES_OR_NO,
    "irreversible": YES_OR_NO,
    "key": TEXT,
    "max_attempts": Shape("a whole number", is_whole),
    "max_concurrency": COUNT,
    "max_polls": COUNT,
    "message": Shape("a text or a lambda", is_text_or_function),
    "multiplier": Shape("a number", is_number),
    "never": ERRORS,
    "notify": OPERATION,
    "only": ERRORS,
    "operation": OPERATION,
    "output": Shape("a model or another type", lambda value: isinstance(value, type) or get_origin(value) is not None),
    "owners": LABELS,
    "payload": MODEL,
    "poll": _a("`Poll(...)`", spec.Poll),
    "remind": _a("`Escalate(...)`", spec.Escalate),
    "retry": Shape("a `Retry` or a list of them", is_retries, is_retry),
    "sla": _a("`Sla(...)`", spec.Sla),
    "steps": STEPS,
    "tags": LABELS,
    "timezone": TEXT,
    "title": LABEL,
    "transitions": _list_of("`When(...)` and `Otherwise(...)`", lambda value: isinstance(value, Record)),
    "triggers": _list_of("triggers such as `Cron(...)`", lambda value: isinstance(value, Trigger)),
    "type": Shape('a name like that of an exception class, such as "OutOfStock"', is_error_name),
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
    ("Operation", "key"): Shape('lower-case words joined by dots or hyphens, such as "mail.send"', is_operation_key),
    ("Cron", "context"): OBJECT,
    ("Cron", "input"): OBJECT,
}
