"""Read Python types: what JSON a value of them is, and how the type is written in generated code.

pydantic models are read through their `model_fields`; everything else through `typing`. Types that JSON cannot carry
faithfully become `Any`. Reports default-factory, alias-mismatch and model-not-importable.
"""

import collections.abc
import datetime as dt
import decimal
import enum
import json
import pathlib
import types
import typing
import uuid
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Union, final, get_args, get_origin

from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import ALIAS_MISMATCH, BAD_VALUE, DEFAULT_FACTORY, MODEL_NOT_IMPORTABLE
from wfc.emit.quote import python_string
from wfc.frontend.handlers import import_path
from wfc.frontend.lambdas import path_of
from wfc.ir.types import Any as AnyType
from wfc.ir.types import Bool, Choices, Dict, Field, Float, Int, List, Model, ModelRef, Null, Str, Type, optional
from wfc.ir.types import Union as UnionType
from wfc.source import Span

if typing.TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

SCALARS: dict[object, Type] = {
    None: Null(),
    type(None): Null(),
    bool: Bool(),
    int: Int(),
    float: Float(),
    str: Str(),
    decimal.Decimal: Str("decimal"),
    dt.datetime: Str("datetime"),
    dt.date: Str("date"),
    dt.time: Str("time"),
    dt.timedelta: Str("timedelta"),
    uuid.UUID: Str("uuid"),
    bytes: Str("bytes"),
    pathlib.Path: Str("path"),
}
LISTS: dict[object, str] = {
    list: "list",
    collections.abc.Sequence: "list",
    collections.abc.Iterable: "list",
    set: "set",
    frozenset: "frozenset",
}
DICTS = (dict, collections.abc.Mapping, collections.abc.MutableMapping)


@final
@dataclass(slots=True)
class Models:
    """Every model met so far, by path; models may be recursive, so a path is entered before its fields are read."""

    found: Diagnostics
    known: dict[str, Model] = field(default_factory=dict)

    def type_of(self, annotation: Any, at: Span) -> Type:
        """The JSON type of a Python annotation."""
        if annotation is None or (isinstance(annotation, type) and annotation in SCALARS):
            return SCALARS[annotation]
        if get_origin(annotation) is Annotated:
            return self.type_of(get_args(annotation)[0], at)
        if hasattr(annotation, "__value__"):  # a `type X = ...` alias
            return self.type_of(annotation.__value__, at)
        if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
            return Choices(tuple(member.value for member in annotation), path_of(annotation))
        if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
            return self.model(annotation, at)
        if (
            isinstance(annotation, type)
            and issubclass(annotation, (str, int, float))
            and get_origin(annotation) is None
        ):
            return next(SCALARS[base] for base in (str, int, float) if issubclass(annotation, base))
        return self._generic(annotation, at)

    def _generic(self, annotation: Any, at: Span) -> Type:
        origin, args = get_origin(annotation), get_args(annotation)
        if origin in (Union, types.UnionType):
            return self._union(args, at)
        if origin is Literal:
            return Choices(args)
        if (origin or annotation) in LISTS:
            return List(self.type_of(args[0], at) if args else AnyType(), LISTS[origin or annotation])
        if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
            return List(self.type_of(args[0], at), "tuple")
        if origin in DICTS and args and args[0] is str:
            return Dict(self.type_of(args[1], at))
        return AnyType()

    def _union(self, args: tuple[Any, ...], at: Span) -> Type:
        members = tuple(dict.fromkeys(self.type_of(arg, at) for arg in args if arg is not type(None)))
        of = members[0] if len(members) == 1 else UnionType(members)
        return optional(of) if type(None) in args else of

    def model(self, model: "type[BaseModel]", at: Span) -> Type:
        """A model class, read with all the models it holds."""
        path = path_of(model)
        if path not in self.known:
            if import_path(model) is None:
                message = f"generated code cannot import the model `{model.__name__}` by its name"
                help = "define it with `class` at the top level of a module; of a generic model make a subclass there"
                self._report(MODEL_NOT_IMPORTABLE, message, at, help)
            self.known[path] = Model(path=path, fields=(), schema="{}")
            fields = tuple(self._field(model, name, info, at) for name, info in model.model_fields.items())
            schema = None if getattr(model, "__pydantic_root_model__", False) else schema_text(model)
            if schema is None:
                message = f"`{model.__name__}` is not the model of a JSON object"
                help = "use fields whose types and defaults JSON has; put what a `RootModel` holds into a field"
                self._report(BAD_VALUE, message, at, help)
            self.known[path] = Model(path=path, fields=fields, schema=schema or "{}")
        return ModelRef(path)

    def _field(self, model: "type[BaseModel]", name: str, info: "FieldInfo", at: Span) -> Field:
        shown = f"`{model.__name__}.{name}`"
        if info.default_factory is not None:
            self._report(
                DEFAULT_FACTORY,
                f"{shown} has a `default_factory`",
                at,
                "give the field a plain default, or make it required and fill it in the spec",
            )
        alias = next(one for one in (info.serialization_alias, info.alias, name) if one is not None)
        accepted = next(one for one in (info.validation_alias, info.alias, name) if one is not None)
        if accepted != alias:
            self._report(
                ALIAS_MISMATCH,
                f"{shown} is read as `{accepted}` but written as `{alias}`",
                at,
                "give the field one alias for both directions",
            )
        return Field(name=name, alias=alias, type=self.type_of(info.annotation, at), required=info.is_required())

    def _report(self, code: Any, message: str, at: Span, help: str) -> None:
        self.found.add(Diagnostic(code=code, message=message, at=Label(at), help=help))

    def annotation(self, annotation: Any) -> tuple[str, tuple[str, ...]] | None:
        """Python source of an annotation and the `module:Name` imports it needs, None when it cannot be written."""
        if annotation is None or annotation is type(None):
            return "None", ()
        if annotation is Any or annotation is object:
            return "Any", ("typing:Any",)
        origin, args = get_origin(annotation), get_args(annotation)
        if origin in (Union, types.UnionType):
            return self._joined(args, " | ", "{}")
        if origin is Literal and all(arg is None or isinstance(arg, str | int) for arg in args):
            return f"Literal[{', '.join(_literal(arg) for arg in args)}]", ("typing:Literal",)
        if origin is not None and origin is not Annotated and args and hasattr(origin, "__name__"):
            head = self.annotation(origin)
            inner = self._joined(args, ", ", head[0] + "[{}]") if head else None
            return (inner[0], (*inner[1], *head[1])) if head and inner else None
        return self._named(annotation)

    def _joined(self, args: tuple[Any, ...], separator: str, shape: str) -> tuple[str, tuple[str, ...]] | None:
        parts = [("...", ()) if arg is Ellipsis else self.annotation(arg) for arg in args]
        if any(part is None for part in parts):
            return None
        whole = [part for part in parts if part is not None]
        return shape.format(separator.join(text for text, _ in whole)), tuple(
            name for _, names in whole for name in names
        )

    def _named(self, annotation: Any) -> tuple[str, tuple[str, ...]] | None:
        if not isinstance(annotation, type) or "." in annotation.__qualname__ or import_path(annotation) is None:
            return None
        if annotation.__module__ == "builtins":
            return annotation.__name__, ()
        return annotation.__name__, (path_of(annotation),)


def schema_text(model: "type[BaseModel]") -> str | None:
    """The JSON schema of a model as canonical text, its own properties at the top; None when it has none."""
    try:
        schema = model.model_json_schema(by_alias=True, mode="validation")
        if "$ref" in schema:  # a model that holds itself
            schema = {**schema["$defs"][schema["$ref"].rpartition("/")[2]], "$defs": schema["$defs"]}
        text = json.dumps(schema, sort_keys=True, ensure_ascii=False, allow_nan=False)
        text.encode()
    except Exception:  # noqa: BLE001 - pydantic's own, and whatever the author's hooks raise
        return None
    return text


def _literal(value: object) -> str:
    return python_string(value) if isinstance(value, str) else repr(value)
