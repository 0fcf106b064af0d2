"""What kind of thing a value is, for `shapes`."""

import math
import re

import wfc as spec
from wfc.spec.step import Node, Yielding

LONGEST_LABEL = 100
"""Of tags Airflow takes no longer ones."""

_OPERATION = re.compile(r"[a-z][a-z0-9]*([._-][a-z0-9]+)*")
_EVENT = re.compile(r"(?=.{1,128}$)[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which no file can hold


def is_text(value: object) -> bool:
    return isinstance(value, str) and not _SURROGATE.search(value)


def is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def is_event(value: object) -> bool:
    return isinstance(value, str) and _EVENT.fullmatch(value) is not None


def is_branches(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(name, str) and is_steps(value[name]) for name in value)


def is_step(value: object) -> bool:
    return isinstance(value, Node) and type(value) not in (Node, Yielding)


def is_steps(value: object) -> bool:
    return isinstance(value, tuple) and all(map(is_step, value))


def is_text_or_function(value: object) -> bool:
    return is_text(value) or callable(value)


def is_model(value: object) -> bool:
    return isinstance(value, type) and hasattr(value, "model_fields")


def is_error(value: object) -> bool:
    return is_error_name(value.__name__ if isinstance(value, type) and issubclass(value, BaseException) else value)


def is_error_name(value: object) -> bool:
    """A class name, with its module where it is reserved (S2). `States.` is how Step Functions names its own errors."""
    return isinstance(value, str) and all(map(str.isidentifier, value.split("."))) and not value.startswith("States.")


def is_operation_key(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_LABEL and _OPERATION.fullmatch(value) is not None


def is_label(value: object) -> bool:
    return isinstance(value, str) and is_text(value) and len(value) <= LONGEST_LABEL


def is_retry(value: object) -> bool:
    return isinstance(value, spec.Retry)


def is_retries(value: object) -> bool:
    return all(map(is_retry, value)) if isinstance(value, tuple) else is_retry(value)
