"""Turn `on_success`, `on_failure` and `transitions` into the surface IR. Reports bad-value."""

from collections.abc import Sequence
from typing import Any

import wfc as spec
from wfc.diagnostics import Diagnostic, Label
from wfc.diagnostics.catalogue import BAD_VALUE
from wfc.frontend.errors import error_names
from wfc.frontend.reader import Reader
from wfc.frontend.targets import read_target
from wfc.ir.surface import Arm, Catch
from wfc.spec.operation import ErrorType
from wfc.spec.record import Record
from wfc.spec.step import Node


def read_arms(record: Record, name: str, reader: Reader) -> tuple[Arm, ...] | None:
    """A target, or conditions in order; None when nothing was written."""
    value = getattr(record, name)
    if value is None:
        return None
    if not isinstance(value, Sequence) or isinstance(value, str):
        at = reader.argument(record, name)
        return (Arm(condition=None, target=read_target(value, at, reader), span=at),)
    arms = [_arm(item, record, name, reader) for item in value]
    return tuple(arm for arm in arms if arm is not None)


def _arm(item: Any, record: Record, name: str, reader: Reader) -> Arm | None:
    if not isinstance(item, spec.When | spec.Otherwise):
        _bad_item(item, record, name, "`When(...)` or `Otherwise(...)`", reader)
        return None
    at = reader.span(item)
    target = read_target(item.target, reader.argument(item, "target"), reader)
    if isinstance(item, spec.Otherwise):
        return Arm(condition=None, target=target, span=at)
    condition = reader.function(item, "condition")
    return Arm(condition=condition, target=target, span=at) if condition is not None else None


def read_catches(
    record: "Node | spec.Defaults", declared: Sequence[ErrorType], reader: Reader
) -> tuple[Catch, ...] | None:
    """`on_failure`: a target, or errors in order; `declared` are those of the operations that it is about (S2)."""
    value = record.on_failure
    if value is None:
        return None
    if not isinstance(value, Sequence) or isinstance(value, str):
        at = reader.argument(record, "on_failure")
        return (Catch(types=None, target=read_target(value, at, reader), span=at),)
    catches = [_catch(item, record, declared, reader) for item in value]
    return tuple(catch for catch in catches if catch is not None)


def _catch(item: Any, record: Record, declared: Sequence[ErrorType], reader: Reader) -> Catch | None:
    if not isinstance(item, spec.OnError | spec.Otherwise):
        _bad_item(item, record, "on_failure", "`OnError(...)` or `Otherwise(...)`", reader)
        return None
    types = error_names(item.types, declared) if isinstance(item, spec.OnError) else None
    target = read_target(item.target, reader.argument(item, "target"), reader)
    return Catch(types=types, target=target, span=reader.span(item))


def _bad_item(item: Any, record: Record, name: str, expected: str, reader: Reader) -> None:
    at = Label(reader.argument(record, name))
    message = f"`{name}` holds a `{type(item).__name__}`, not {expected}"
    help = f"write a target, or a list of {expected}"
    reader.found.add(Diagnostic(code=BAD_VALUE, message=message, at=at, help=help))
