"""The Lambda entry points as Python source: `handlers.py`, which wraps the team's handlers and needs no wfc.

What the machine sends arrives as the `event`. Names of the team's own code are imported as they are, and get a number
where two of them, or one of ours, are the same.
"""

import json
import re
from collections.abc import Iterable, Mapping

from wfc.emit.layout import lay_out
from wfc.emit.lines import WIDTH
from wfc.emit.names import class_name, fresh_name
from wfc.emit.quote import docstring, python_string
from wfc.ir.policies import Operation, Parameter
from wfc.ir.types import Bool, Float, Int, ModelRef, Optional, Str, Type
from wfc_targets.stepfunctions.plan import Check, Function, Plan
from wfc_templates import environment

_OURS = """asyncio json logging logger Any BaseModel Callable ConfigDict Field InvalidInput InvalidOutput MAX_MESSAGE
MAX_RESULT Model RESERVED TooLarge TypeAdapter TypeVar ValidationError _given _result context event given""".split()


def handlers_source(plan: Plan, banner: str) -> str:
    """The text of `handlers.py`."""
    operations = [function.operation for function in plan.functions]
    models = {operation.key: class_name(operation.key, "Input") for operation in operations if _is_derived(operation)}
    entry_points = [one.name for one in plan.entry_points]
    local = _imported(_wanted(plan), taken={*_OURS, *entry_points, *models.values()})
    validates = any(operation.input for operation in operations) or any(
        "" not in dict(one.parts) for one in plan.checks
    )
    return (
        environment("stepfunctions")
        .get_template("handlers.py.jinja")
        .render(
            banner=banner,
            docstring=docstring(_about(plan)),
            standard_imports=_standard_imports(operations, validates=validates),
            imports=_imports(local, _pydantic(operations, validates=validates)),
            validates=validates,
            models=[
                _model(operation, models[operation.key], local) for operation in operations if operation.key in models
            ],
            functions=[
                *(_function(one, models, local) for one in plan.functions),
                *(_check(one, local) for one in plan.checks),
            ],
        )
    )


def _about(plan: Plan) -> str:
    return (
        f"Lambda entry points of {plan.key} {plan.version}, one for each operation.\n\n"
        "The machine sends the operation's input; where there is an idempotency key, both as `input` and"
        " `idempotency_key`. Its Retry and Catch go by the name of the exception."
    )


def _is_derived(operation: Operation) -> bool:
    return isinstance(operation.input, ModelRef) and operation.input.path.endswith("()")


def _pydantic(operations: Iterable[Operation], *, validates: bool) -> dict[str, bool]:
    """What of pydantic is needed."""
    optional = [
        one
        for operation in operations
        if _is_derived(operation)
        for one in operation.parameters
        if one.default is not None
    ]
    return {
        "BaseModel": validates,
        "ConfigDict": bool(optional),
        "Field": not all(_is_plain(one) for one in optional),
        "TypeAdapter": True,
        "ValidationError": validates,
    }


def _wanted(plan: Plan) -> list[str]:
    """What is imported from the team's code, as `module:Name`, each once."""
    found: list[str] = []
    for function in plan.functions:
        operation = function.operation
        found += [operation.handler, *operation.result_imports]
        if _is_derived(operation):
            found += [path for parameter in operation.parameters for path in parameter.imports]
        elif operation.input is not None:
            found.append(_path(operation.input))
    found += [_path(of) for check in plan.checks for _, of in check.parts]
    return sorted({f"{path.partition(':')[0]}:{_outermost(path)}" for path in found})


def _imported(wanted: Iterable[str], taken: set[str]) -> dict[str, str]:
    """What each import is called here."""
    local: dict[str, str] = {}
    for path in wanted:
        local[path] = fresh_name(_outermost(path), {*taken, *local.values()})
    return local


def _outermost(path: str) -> str:
    return path.rpartition(":")[2].partition(".")[0]


def _path(of: Type) -> str:
    assert isinstance(of, ModelRef)
    return of.path


def _here(path: str, local: Mapping[str, str]) -> str:
    """What `module:Outer.Inner` is called here."""
    module, _, name = path.partition(":")
    first, dot, rest = name.partition(".")
    return f"{local[f'{module}:{first}']}{dot}{rest}"


def _annotation(source: str, imports: Iterable[str], local: Mapping[str, str]) -> str:
    """An annotation with the names that things have here."""
    names = {_outermost(path): _here(f"{path.partition(':')[0]}:{_outermost(path)}", local) for path in imports}
    return re.sub(r"[A-Za-z_]\w*", lambda word: names.get(word[0], word[0]), source)


def _standard_imports(operations: Iterable[Operation], *, validates: bool) -> list[str]:
    waits = ["import asyncio"] if any(operation.is_async for operation in operations) else []
    typing = "from typing import Any, TypeVar" if validates else "from typing import Any"
    return [*waits, "import json", "import logging", "from collections.abc import Callable", typing]


def _imports(local: Mapping[str, str], pydantic: Mapping[str, bool]) -> list[str]:
    """Import statements as isort would have them: a renamed thing on a line of its own."""
    plain: dict[str, list[str]] = {"pydantic": [name for name, is_needed in pydantic.items() if is_needed]}
    lines = []
    for path, name in local.items():
        module, _, original = path.partition(":")
        if name == original:
            plain.setdefault(module, []).append(name)
        else:
            lines.append((module, 1, f"from {module} import {original} as {name}"))
    lines += [(module, 0, _import(module, found)) for module, found in plain.items()]
    return [line for _, _, line in sorted(lines)]


def _import(module: str, found: list[str]) -> str:
    line = f"from {module} import {', '.join(found)}"
    return line if len(line) <= WIDTH else f"from {module} import (\n" + "".join(f"    {one},\n" for one in found) + ")"


def _model(operation: Operation, name: str, local: Mapping[str, str]) -> str:
    """The model that the handler's keyword parameters stand for."""
    lines = [f"class {name}(BaseModel):", "    " + docstring(f"What {operation.key} takes.", 1), ""]
    if any(parameter.default is not None for parameter in operation.parameters):
        lines += ["    model_config = ConfigDict(validate_default=True)", ""]
    lines += [lay_out(_field(parameter, local), 1) for parameter in operation.parameters]
    return "\n".join(lines)


def _field(parameter: Parameter, local: Mapping[str, str]) -> str:
    declared = f"{parameter.name}: {_annotation(parameter.annotation, parameter.imports, local)}"
    if parameter.default is None:
        return declared
    value = _literal(json.loads(parameter.default))
    return f"{declared} = {value}" if _is_plain(parameter) else f"{declared} = Field(default={value})"


def _is_plain(parameter: Parameter) -> bool:
    """Is the default in JSON the value itself? Else pydantic makes the value of it, and type checkers need not see
    it."""
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
        case _:
            return repr(value)


def _function(function: Function, models: Mapping[str, str], local: Mapping[str, str]) -> str:
    """The entry point of an operation."""
    operation = function.operation
    lines = [*_head(function.name, operation.description or operation.key)]
    payload = 'event["input"]' if operation.takes_key else "event"
    arguments = []
    if operation.input is not None:
        model = models.get(operation.key) or _here(_path(operation.input), local)
        lines.append(lay_out(f"given = _given({model}, {payload})", 1))
        arguments = (
            [f"{one.name}=given.{one.name}" for one in operation.parameters]
            if operation.argument is None
            else ["given"]
        )
    if operation.takes_key:
        arguments.append('idempotency_key=event["idempotency_key"]')
    call = f"{_here(operation.handler, local)}({', '.join(arguments)})"
    if operation.is_async:
        call = f"asyncio.run({call})"
    declared = _annotation(operation.result_annotation, operation.result_imports, local)
    lines.append(lay_out(f"return _result({declared}, lambda: {call})", 1))
    return "\n".join(lines)


def _check(check: Check, local: Mapping[str, str]) -> str:
    """The entry point that validates what a run is given, or its result."""
    if [name for name, _ in check.parts] == [""]:
        lines = _head(check.name, "The result of a run, validated.")
        lines.append(lay_out(f"return _result({_here(_path(check.parts[0][1]), local)}, lambda: event)", 1))
        return "\n".join(lines)
    lines = _head(check.name, "What a run is given, validated and with its defaults.")
    values = [
        f'"{name}": _given({_here(_path(of), local)}, event.get("{name}")).model_dump(mode="json", by_alias=True)'
        for name, of in check.parts
    ]
    lines.append(lay_out("return {" + ", ".join(values) + ",}", 1))
    return "\n".join(lines)


def _head(name: str, about: str) -> list[str]:
    return [lay_out(f"def {name}(event: Any, context: object) -> Any:"), "    " + docstring(about, 1)]
