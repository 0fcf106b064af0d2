"""Where values cross a boundary (R1, R3, S2, S4): validated by the team's own pydantic models, dumped by alias as JSON.

Models and annotations are imported by path; the folders that hold the team's code must be on `sys.path`.
"""

import json
from collections.abc import Iterable
from functools import cache, reduce
from importlib import import_module
from typing import Any, TypeAlias

from pydantic import TypeAdapter, ValidationError, create_model

from wfc.ir import types
from wfc.ir.policies import Operation, Parameter
from wfc.ir.types import ModelRef, Type
from wfc.scenario.journal import Json

TypeForm: TypeAlias = Any
"""A class or an annotation, for which Python has no type yet."""


class Misfit(Exception):
    """A value does not fit the type that the boundary asks for; the message says why, and `brief` on one line."""

    def __init__(self, error: ValidationError) -> None:
        super().__init__(str(error))
        parts = (".".join(map(str, one["loc"])) + f": {one['msg']}" for one in error.errors())
        self.brief = "; ".join(part.removeprefix(": ") for part in parts)


def cross_run(of: Type | None, value: Json) -> Json:
    """What goes into a run or comes out of it as its model has it; any value where there is no model."""
    match of:
        case None | types.Any():
            return value
        case ModelRef(path):
            return _cross(_adapter(path), value)
        case _:
            raise TypeError(f"{of} is not the type of a run's input, context or output")


def cross_input(operation: Operation, value: Json) -> Json:
    """The input of an operation, with defaults filled in; null for an operation without input."""
    match operation.input:
        case None:
            return None
        case ModelRef(path) if not path.endswith("()"):
            return _cross(_adapter(path), value)
        case _:
            return _cross(_derived(operation.key, operation.parameters), value)


def cross_output(operation: Operation, value: Json) -> Json:
    """What an operation returned."""
    return _cross(_annotated(operation.result_annotation, operation.result_imports), value)


def _cross(adapter: TypeAdapter[Any], value: Json) -> Json:
    try:
        return adapter.dump_python(adapter.validate_json(json.dumps(value)), mode="json", by_alias=True)
    except ValidationError as error:
        raise Misfit(error) from error


@cache
def _adapter(path: str) -> TypeAdapter[Any]:
    return TypeAdapter(_load(path))


@cache
def _annotated(annotation: str, imports: tuple[str, ...]) -> TypeAdapter[Any]:
    return TypeAdapter(_annotation(annotation, imports))


@cache
def _derived(key: str, parameters: tuple[Parameter, ...]) -> TypeAdapter[Any]:
    """The model that the keyword parameters of a handler stand for."""
    fields: dict[str, Any] = {parameter.name: _field(parameter) for parameter in parameters}
    return TypeAdapter(create_model(key, **fields))


def _field(parameter: Parameter) -> tuple[TypeForm, Json]:
    annotation = _annotation(parameter.annotation, parameter.imports)
    return annotation, ... if parameter.default is None else json.loads(parameter.default)


def _annotation(source: str, imports: Iterable[str]) -> TypeForm:
    names = {path.rpartition(":")[2].partition(".")[0]: _load(path) for path in imports}
    return eval(source, names)


def _load(path: str) -> TypeForm:
    module, _, name = path.partition(":")
    return reduce(getattr, name.split("."), import_module(module))
