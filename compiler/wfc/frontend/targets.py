"""Turn the target of a transition into the surface IR. Reports bad-value."""

from typing import Any

import wfc as spec
from wfc.diagnostics.catalogue import BAD_VALUE
from wfc.frontend.reader import Reader
from wfc.ir.surface import Target, ToFailure, ToNext, ToStep, ToSuccess
from wfc.source import Span
from wfc.spec.step import Node


def read_target(value: Any, at: Span, reader: Reader) -> Target:
    """Where a transition leads; `at` is the place of the value."""
    match value:
        case spec.Fail():
            message = reader.function(value, "message") if callable(value.message) else value.message
            return ToFailure(type=value.type, message=message, span=reader.span(value))
        case Node():
            return ToStep(step=value.id, span=at)
        case str():
            return ToStep(step=value, span=at)
        case spec.NEXT:
            return ToNext(span=at)
        case spec.SUCCEED:
            return ToSuccess(span=at)
        case spec.FAIL:
            return ToFailure(type=None, message=None, span=at)
        case _:
            message = f"a transition cannot lead to a `{type(value).__name__}`"
            help = "name a step, or use NEXT, SUCCEED, FAIL or Fail(...)"
            reader.found.error(BAD_VALUE, message, at, help)
            return ToSuccess(span=at)
