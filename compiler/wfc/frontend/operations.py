"""Read `Operation` records: the handler's signature becomes the operation's typed contract.

Reports handler-not-found and handler-signature.
"""

import importlib
import inspect
import json
import re
import typing
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, final

from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import DUPLICATE_OPERATION, HANDLER_NOT_FOUND, HANDLER_SIGNATURE
from wfc.emit.names import class_name
from wfc.frontend.arguments import check_allowed, read_duration
from wfc.frontend.errors import error_class
from wfc.frontend.handlers import import_path, is_path
from wfc.frontend.models import Models, schema_text
from wfc.frontend.sources import Sources
from wfc.ir.policies import Operation, Parameter
from wfc.ir.types import Any as AnyType
from wfc.ir.types import Field, Model, ModelRef, Type
from wfc.source import Span
from wfc.spec.operation import Operation as Record

KEY = "idempotency_key"
UNKNOWN: Type = AnyType()
ANY = ("Any", ("typing:Any",))


@final
@dataclass(frozen=True, slots=True)
class Signature:
    """What the compiler needs of a handler's signature."""

    argument: str | None = None
    parameters: tuple[Parameter, ...] = ()
    input: Type | None = None
    output: Type = UNKNOWN
    annotation: tuple[str, tuple[str, ...]] = ANY
    is_async: bool = False
    takes_key: bool = False


@final
@dataclass(slots=True)
class Operations:
    """Every operation met so far, by key; one record may be used by many steps."""

    models: Models
    sources: Sources
    found: Diagnostics
    known: dict[str, Operation] = field(default_factory=dict)
    _records: dict[str, Record[Any]] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def key(self, record: Record[Any]) -> str:
        """Read the operation, once, and return its key."""
        at = self.sources.span(record.written_at)
        known = self._records.setdefault(record.key, record)
        if known is not record and known != record:
            first = Label(self.sources.span(known.written_at), "the other one")
            self._report(
                DUPLICATE_OPERATION,
                f"two different operations have the key `{record.key}`",
                at,
                "give each operation a key of its own",
                first,
            )
        name = class_name(record.key)
        alike = self._names.setdefault(name, record.key)
        if alike != record.key:
            self._report(
                DUPLICATE_OPERATION,
                f"`{alike}` and `{record.key}` would both be `{name}` in generated code",
                at,
                "give one of them another key",
                Label(self.sources.span(self._records[alike].written_at), "the other one"),
            )
        if record.key not in self.known:
            self.known[record.key] = self._read(record, at)
        return record.key

    def _read(self, record: Record[Any], at: Span) -> Operation:
        for name in ("effect", "idempotent"):
            check_allowed(record, name, self.sources, self.found)
        handler = (
            self._import(record.handler, at)
            if isinstance(record.handler, str) and record.input is None and record.output is None
            else record.handler
        )
        signature = (
            self._explicit(record, at)
            if isinstance(handler, str)
            else self._signature(record.key, handler, at)
            if handler is not None
            else Signature()
        )
        return Operation(
            key=record.key,
            version=record.version,
            handler=self._path(record, at),
            is_async=signature.is_async,
            argument=signature.argument,
            parameters=signature.parameters,
            input=signature.input,
            output=signature.output,
            result_annotation=signature.annotation[0],
            result_imports=signature.annotation[1],
            takes_key=signature.takes_key,
            errors=tuple(error_class(error) for error in record.errors),
            effect=record.effect,
            idempotent=record.idempotent,
            irreversible=record.irreversible,
            timeout=read_duration(record.timeout, record, "timeout", self.sources, self.found),
            description=record.description,
            span=at,
        )

    def _path(self, record: Record[Any], at: Span) -> str:
        if isinstance(record.handler, str):
            if not is_path(record.handler):
                message = f"`{record.handler}` is not the path of a function"
                self._report(HANDLER_NOT_FOUND, message, at, 'write "package.module:function"')
            return record.handler
        path = import_path(record.handler)
        if path is None:
            message = f"generated code cannot import the handler of `{record.key}` by its name"
            self._report(HANDLER_SIGNATURE, message, at, "use a function at the top level of a module")
        return path or ""

    def _import(self, path: str, at: Span) -> Callable[..., Any] | None:
        if not is_path(path):
            return None
        module, _, name = path.partition(":")
        try:
            handler = attrgetter(name)(importlib.import_module(module))
        except Exception as error:  # noqa: BLE001 - whatever the author's module raises when it is imported
            self._report(
                HANDLER_NOT_FOUND,
                f"the handler `{path}` cannot be imported: {error}",
                at,
                "correct the path, or give `input` and `output` models so that it need not be imported",
            )
            return None
        return typing.cast(Callable[..., Any], handler)

    def _explicit(self, record: Record[Any], at: Span) -> Signature:
        """A handler that is not imported: it takes the input model, and the key when the operation says so."""
        output = self.models.type_of(record.output, at)
        return Signature(
            argument="input" if record.input is not None else None,
            input=self.models.model(record.input, at) if record.input is not None else None,
            output=output,
            annotation=self.models.annotation(record.output) or ANY,
            takes_key=record.idempotent == "key",
        )

    def _signature(self, key: str, handler: Callable[..., Any], at: Span) -> Signature:
        try:
            parameters = inspect.signature(handler).parameters
            hints = typing.get_type_hints(handler, include_extras=True)
        except Exception as error:  # noqa: BLE001 - an annotation in quotes may raise anything
            why = re.sub(r" at 0x[0-9a-f]+", "", str(error))
            self._report(
                HANDLER_SIGNATURE,
                f"the signature of `{key}`'s handler cannot be read: {why}",
                at,
                "annotate the handler with types that exist at run time",
            )
            return Signature()
        if inspect.isgeneratorfunction(handler) or inspect.isasyncgenfunction(handler):
            help = "return one value, a list for example"
            self._report(HANDLER_SIGNATURE, f"the handler of `{key}` is a generator", at, help)
        own = [parameter for parameter in parameters.values() if parameter.name != KEY]
        returned = _awaited(hints.get("return", Any))
        common = Signature(
            output=self.models.type_of(returned, at),
            annotation=self.models.annotation(returned) or ANY,
            is_async=inspect.iscoroutinefunction(handler),
            takes_key=KEY in parameters,
        )
        if len(own) == 1 and hasattr(hints.get(own[0].name), "model_fields"):
            return replace(common, argument=own[0].name, input=self.models.model(hints[own[0].name], at))
        read = tuple(self._parameter(key, parameter, hints, at) for parameter in own)
        return replace(common, parameters=read, input=self._derived(key, handler, read, hints, at) if read else None)

    def _parameter(self, key: str, parameter: inspect.Parameter, hints: dict[str, Any], at: Span) -> Parameter:
        shown = f"parameter `{parameter.name}` of `{key}`'s handler"
        written = self.models.annotation(hints[parameter.name]) if parameter.name in hints else None
        if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            self._report(
                HANDLER_SIGNATURE,
                f"{shown} cannot be passed by keyword",
                at,
                "give the handler plain keyword parameters, or one pydantic model",
            )
        elif written is None:
            self._report(
                HANDLER_SIGNATURE,
                f"{shown} has no annotation that generated code could repeat",
                at,
                "annotate it with a type that can be imported, or take one pydantic model",
            )
        text, imports = written or ANY
        default = None if parameter.default is parameter.empty else self._default(shown, parameter.default, at)
        return Parameter(
            name=parameter.name,
            type=self.models.type_of(hints.get(parameter.name, Any), at),
            annotation=text,
            imports=tuple(dict.fromkeys(imports)),
            default=default,
        )

    def _default(self, shown: str, value: object, at: Span) -> str:
        try:
            return json.dumps(value, ensure_ascii=False, allow_nan=False)
        except (TypeError, ValueError):
            self._report(
                HANDLER_SIGNATURE,
                f"the default of {shown} is not a JSON value",
                at,
                "use a JSON value, or take one pydantic model",
            )
            return "null"

    def _derived(
        self,
        key: str,
        handler: Callable[..., Any],
        parameters: tuple[Parameter, ...],
        hints: dict[str, Any],
        at: Span,
    ) -> ModelRef:
        from pydantic import create_model

        path = f"{key}()"
        definitions = inspect.signature(handler).parameters
        fields: dict[str, Any] = {
            parameter.name: (
                hints.get(parameter.name, Any),
                ... if parameter.default is None else definitions[parameter.name].default,
            )
            for parameter in parameters
        }
        try:
            schema = schema_text(create_model(key, **fields))
        except Exception:  # noqa: BLE001 - pydantic's own, and whatever the author's types raise
            schema = None
        if schema is None:
            message = f"the parameters of `{key}`'s handler are not those of a JSON object"
            self._report(HANDLER_SIGNATURE, message, at, "give them types and defaults that JSON has")
        self.models.known[path] = Model(
            path=path,
            fields=tuple(Field(name=p.name, alias=p.name, type=p.type, required=p.default is None) for p in parameters),
            schema=schema or "{}",
        )
        return ModelRef(path)

    def _report(self, code: Any, message: str, at: Span, help: str, *related: Label) -> None:
        self.found.add(Diagnostic(code=code, message=message, at=Label(at), help=help, related=related))


def _awaited(returned: Any) -> Any:
    if typing.get_origin(returned) in (Awaitable, Coroutine):
        return typing.get_args(returned)[-1]
    return returned
