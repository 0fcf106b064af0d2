"""Read a lambda: its text, and what its free names stand for. The lambda itself is never called.

Reports lambda-not-readable and late-binding.
"""

import builtins
import json
from collections.abc import Callable
from enum import Enum
from types import FunctionType, ModuleType
from typing import Any

from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import LAMBDA_NOT_READABLE
from wfc.frontend.lambda_texts import LambdaText, LambdaTexts, Unreadable
from wfc.ir.surface import ConstantValue, EnumClass, Lambda, Meaning, ModelClass, StepName, Unusable
from wfc.source import Span
from wfc.spec.step import Node

LOOP_VARIABLE = Unusable(
    "a loop variable: all lambdas of the loop would see its last value",
    instead="make the step in a function, and pass it the value as its parameter",
)


def read_lambda(function: Callable[..., Any], texts: LambdaTexts, at: Span, found: Diagnostics) -> Lambda | None:
    """The lambda or one-return `def` as syntax, or None and a diagnostic at `at`."""
    if not isinstance(function, FunctionType):
        return _refused(f"expected a lambda, got {describe(function)}", at, found)
    text = texts.of(function.__code__)
    if isinstance(text, Unreadable):
        return _refused(text.why, text.span or at, found)
    names = [(name, _meaning(name, function, text)) for name in text.free_names]
    known = tuple([(name, meaning) for name, meaning in names if meaning is not None])
    return Lambda(parameters=text.parameters, body=text.body, names=known, span=text.span)


def _refused(message: str, at: Span, found: Diagnostics) -> Lambda | None:
    found.add(
        Diagnostic(
            code=LAMBDA_NOT_READABLE,
            message=message,
            at=Label(at),
            help="write a lambda, or a `def` with a single `return`, in the spec file",
        )
    )
    return None


def _meaning(name: str, function: FunctionType, text: LambdaText) -> Meaning | None:
    if name in text.loop_variables:
        return LOOP_VARIABLE
    if name in function.__code__.co_freevars:
        cell = (function.__closure__ or ())[function.__code__.co_freevars.index(name)]
        try:
            return meaning_of(cell.cell_contents)
        except ValueError:  # the variable has no value yet
            return Unusable("not defined", exists=False)
    if name in function.__globals__:
        return meaning_of(function.__globals__[name])
    return None if hasattr(builtins, name) else Unusable("not defined", exists=False)


def meaning_of(value: object) -> Meaning:
    """What a Python object can be inside a lambda."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, Node):
        return StepName(value.id)
    if isinstance(value, type) and issubclass(value, Enum):
        return EnumClass(path_of(value), tuple((name, member.value) for name, member in value.__members__.items()))
    if isinstance(value, type) and hasattr(value, "model_fields"):
        return ModelClass(path_of(value))
    try:
        return ConstantValue(json_text(value))
    except (TypeError, ValueError, RecursionError):
        return Unusable(describe(value))


def json_text(value: object) -> str:
    """A JSON value as text that UTF-8 can hold. Raises TypeError, ValueError or RecursionError for anything else."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    text.encode()
    return text


def path_of(thing: type | Callable[..., Any]) -> str:
    """`module:QualName`, as generated code imports it."""
    return f"{thing.__module__}:{thing.__qualname__}"


def describe(value: object) -> str:
    """What something is, for messages: the same in every run, so never its `repr`."""
    if isinstance(value, ModuleType):
        return f"the module `{value.__name__}`"
    if isinstance(value, type):
        return f"the class `{value.__name__}`"
    if callable(value):
        return f"the function `{getattr(value, '__name__', type(value).__name__)}`"
    return f"a value of type `{type(value).__name__}`"
