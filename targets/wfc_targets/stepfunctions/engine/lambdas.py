"""The Lambda service as far as a machine can see it: generated entry points are called, their exceptions reported.

An asynchronous invocation is accepted at once and made up to three times, as Lambda does when nobody configures it.
"""

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

from sfnx.testing import Failure

ATTEMPTS_BY_ITSELF = 3


def function_name(arn: str) -> str:
    """The function that an ARN names."""
    return arn.rpartition(":")[2]


def call(handlers: ModuleType, name: str, payload: Any) -> Any:
    """The result of an entry point, through JSON in both directions. Raises Failure like the Python runtime would."""
    entry_point: Callable[[Any, object], Any] = getattr(handlers, name)
    try:
        return json.loads(json.dumps(entry_point(json.loads(json.dumps(payload)), None)))
    except Exception as error:
        report = {"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": []}
        raise Failure(type(error).__name__, json.dumps(report)) from error


def call_by_itself(handlers: ModuleType, name: str, payload: Any) -> None:
    """What becomes of an asynchronous invocation."""
    for _ in range(ATTEMPTS_BY_ITSELF):
        try:
            call(handlers, name, payload)
        except Failure:
            continue
        return
