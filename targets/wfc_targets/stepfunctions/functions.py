"""The Lambda entry points as Python source: `handlers.py`, which wraps the team's handlers and needs no wfc.

What the machine sends arrives as the `event`. Names of the team's own code are imported as they are, and get a number
where two of them, or one of ours, are the same.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import final

from wfc.emit.layout import lay_out
from wfc.emit.names import class_name
from wfc.emit.quote import docstring, python_number, python_string
from wfc.ir.policies import Operation, Parameter
from wfc.ir.types import Bool, Float, Int, ModelRef, Optional, Str, Type
from wfc_targets.stepfunctions.deciding import ABOUT, answering
from wfc_targets.stepfunctions.imports import import_lines, local_names, outermost
from wfc_targets.stepfunctions.plan import Check, Decide, Function, Plan
from wfc_templates import environment

_TAKEN = """asyncio json logging logger InvalidInput InvalidOutput MAX_MESSAGE MAX_RESULT Model RESERVED TooLarge
_given _result _token boto3 context data event form forms given""".split()

_WORD_OR_TEXT = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\W\d]\w*""")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What things are called in the file: the team's by `module:Name`, models of keyword parameters by operation."""

    local: Mapping[str, str]
    models: Mapping[str, str]

    def of(self, path: str) -> str:
        """`module:Outer.Inner`."""
        module, _, name = path.partition(":")
        first, dot, rest = name.partition(".")
        return f"{self.local[f'{module}:{first}']}{dot}{rest}"

    def annotation(self, source: str, imports: Iterable[str]) -> str:
        """An annotation of the team's."""
        names = {outermost(path): self.local[f"{path.partition(':')[0]}:{outermost(path)}"] for path in imports}
        return _WORD_OR_TEXT.sub(lambda word: names.get(word[0], word[0]), source)


def handlers_source(plan: Plan, banner: str) -> str:
    """The text of `handlers.py`."""
    operations = [function.operation for function in plan.functions]
    models = {one.key: class_name(one.key, "Input") for one in operations if _is_derived(one)}
    ours = {path: outermost(path) for path in _ours(plan)}
    taken = [*_TAKEN, *models.values(), *(one.name for one in plan.entry_points)]
    names = _Names(local=local_names(_wanted(plan), ours, taken), models=models)
    asynchronous = any(one.is_async for one in operations)
    modules = ["json", "logging", *(["asyncio"] if asynchronous else []), *(["boto3"] if plan.decide else [])]
    entry_points = [*(_function(one, names) for one in plan.functions), *(_check(one, names) for one in plan.checks)]
    entry_points += [_decide(plan.decide, names)] if plan.decide else []
    template = environment("stepfunctions").get_template("handlers.py.jinja")
    return template.render(
        banner=banner,
        docstring=docstring(_about(plan)),
        imports=import_lines(modules, {**ours, **names.local}),
        validates="typing:TypeVar" in ours,
        decides=plan.decide is not None,
        limits=any(one.limited for one in plan.functions),
        models=[_model(one, names) for one in operations if one.key in models],
        functions=entry_points,
    )


def _about(plan: Plan) -> str:
    return (
        f"Lambda entry points of {plan.key} {plan.version}, one for each operation.\n\n"
        "The machine sends the operation's input; where there is an idempotency key, both as `input` and"
        " `idempotency_key`. Its Retry and Catch go by the name of the exception."
    )


def _is_derived(operation: Operation) -> bool:
    return isinstance(operation.input, ModelRef) and operation.input.path.endswith("()")


def _ours(plan: Plan) -> Iterator[str]:
    """What the file imports for itself."""
    yield from ("collections.abc:Callable", "typing:Any", "pydantic:TypeAdapter")
    operations = [function.operation for function in plan.functions]
    validated = [dict(check.parts) for check in plan.checks]
    forms = plan.decide is not None and any(form for _, form in plan.decide.forms)
    if forms or any(operation.input for operation in operations) or any("" not in parts for parts in validated):
        yield from ("typing:TypeVar", "pydantic:BaseModel", "pydantic:ValidationError")
    parameters = [one for operation in operations if _is_derived(operation) for one in operation.parameters]
    optional = [one for one in parameters if one.default is not None]
    if optional:
        yield "pydantic:ConfigDict"
    if not all(_is_plain(one) for one in optional):
        yield "pydantic:Field"


def _wanted(plan: Plan) -> Iterator[str]:
    """What the file imports of the team's code."""
    for function in plan.functions:
        operation = function.operation
        yield from (operation.handler, *operation.result_imports)
        if _is_derived(operation):
            yield from (path for parameter in operation.parameters for path in parameter.imports)
        elif operation.input is not None:
            yield _path(operation.input)
    yield from (_path(of) for check in plan.checks for _, of in check.parts)
    if plan.decide:
        yield from (_path(form) for _, form in plan.decide.forms if form)


def _path(of: Type) -> str:
    assert isinstance(of, ModelRef)
    return of.path


def _model(operation: Operation, names: _Names) -> str:
    """The model that the handler's keyword parameters stand for."""
    lines = [f"class {names.models[operation.key]}(BaseModel):"]
    lines += ["    " + docstring(f"What {operation.key} takes.", 1), ""]
    if any(parameter.default is not None for parameter in operation.parameters):
        lines += ["    model_config = ConfigDict(validate_default=True)", ""]
    lines += [lay_out(_field(parameter, names), 1) for parameter in operation.parameters]
    return "\n".join(lines)


def _field(parameter: Parameter, names: _Names) -> str:
    declared = f"{parameter.name}: {names.annotation(parameter.annotation, parameter.imports)}"
    if parameter.default is None:
        return declared
    value = _literal(json.loads(parameter.default))
    return f"{declared} = {value}" if _is_plain(parameter) else f"{declared} = Field(default={value})"


def _is_plain(parameter: Parameter) -> bool:
    """Is the default in JSON the value itself? Else pydantic makes the value of it, and type checkers do not see it."""
    of = parameter.type.of if isinstance(parameter.type, Optional) else parameter.type
    return isinstance(of, Bool | Int | Float) or of == Str() or parameter.default == "null"


def _literal(value: object) -> str:
    match value:
        case str():
            return python_string(value)
        case list():
            return f"[{', '.join(_literal(one) for one in value)}]"
        case dict():
            return "{" + ", ".join(f"{_literal(key)}: {_literal(one)}" for key, one in value.items()) + "}"
        case float():
            return python_number(value)
        case _:
            return repr(value)


def _function(function: Function, names: _Names) -> str:
    """The entry point of an operation."""
    operation = function.operation
    lines, arguments = _head(function.name, operation.description or operation.key), []
    if operation.input is not None:
        model = names.models.get(operation.key) or names.of(_path(operation.input))
        payload = 'event["input"]' if operation.takes_key or function.limited else "event"
        lines.append(lay_out(f"given = _given({model}, {payload})", 1))
        arguments = [f"{one.name}=given.{one.name}" for one in operation.parameters] or ["given"]
    if operation.takes_key:
        arguments.append('idempotency_key=event["idempotency_key"]')
    call = f"{names.of(operation.handler)}({', '.join(arguments)})"
    if operation.is_async:
        call = f"asyncio.run({call})"
    declared = names.annotation(operation.result_annotation, operation.result_imports)
    limit = ', event.get("limit", MAX_RESULT)' if function.limited else ""
    return "\n".join([*lines, lay_out(f"return _result({declared}, lambda: {call}{limit})", 1)])


def _check(check: Check, names: _Names) -> str:
    """The entry point that validates what a run is given, or its result."""
    if [name for name, _ in check.parts] == [""]:
        lines = _head(check.name, "The result of a run, validated.")
        model = names.of(_path(check.parts[0][1]))
        return "\n".join([*lines, lay_out(f"return _result({model}, lambda: event)", 1)])
    lines = _head(check.name, "What a run is given, validated and with its defaults.")
    models = {name: names.of(_path(of)) for name, of in check.parts}
    lines += [lay_out(f'run_{name} = _given({model}, event.get("{name}"))', 1) for name, model in models.items()]
    dumped = ", ".join(f'"{name}": run_{name}.model_dump(mode="json", by_alias=True)' for name in models)
    return "\n".join([*lines, lay_out(f"return {{{dumped},}}", 1)])


def _decide(decide: Decide, names: _Names) -> str:
    """The entry point by which people answer."""
    models = [(id, names.of(_path(form))) for id, form in decide.forms if form]
    return "\n".join([*_head(decide.name, ABOUT), *answering(models)])


def _head(name: str, about: str) -> list[str]:
    return [lay_out(f"def {name}(event: Any, context: object) -> Any:"), "    " + docstring(about, 1)]
