"""Does `handlers.py` do around each handler what every entry point does, and nothing else?

Names of the team's own code are compared by where they are imported from, as text in their place; what is the same in
every file, with the template.
"""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import final

from wfc.ir.nodes import Approval, Workflow
from wfc.ir.policies import Operation, Parameter
from wfc.ir.types import Bool, Float, Int, ModelRef, Optional, Str
from wfc.ir.walk import all_nodes
from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback.lambdas import EntryPoint, Imported, imported_names, said
from wfc_templates import environment

_NAME = re.compile(r"""'[^']*'|"[^"]*"|[^\W\d]\w*""")
_ANSWER = """
approval, decision, data = event["approval"], event["decision"], event.get("data")
if decision not in {"approved", "rejected"}:
    raise InvalidInput
FORMS
answer = {"decision": decision, "by": event.get("by"), "comment": event.get("comment"), "data": data}
client = boto3.client("stepfunctions")
token = _token(client, event["run_id"], approval)
client.send_task_success(taskToken=token, output=json.dumps(answer))
return answer
"""
_FORM = """
form = forms.get(approval.partition("[")[0])
if form and (decision == "approved" or data is not None):
    data = _given(form, data).model_dump(mode="json", by_alias=True)
"""


def handler_differences(
    workflow: Workflow, source: ast.Module, text: str, points: Mapping[str, EntryPoint]
) -> Iterator[str]:
    """What is otherwise than it should be. `points`: the entry points of the file, by their names."""
    classes = {one.name: one for one in source.body if isinstance(one, ast.ClassDef) and _is_model(one)}
    imported = dict(imported_names(source))
    models = {name: _class(one, imported) for name, one in classes.items()}
    known = imported | models
    for one in source.body:
        if isinstance(one, ast.FunctionDef) and one.name in points:
            stated, wanted = _body(one, known), _wanted(workflow, points[one.name], imported)
            if not any(stated == _body(_function(other), known) for other in wanted):
                yield f"the entry point {one.name} is not like ours: {ast.unparse(one)}"
    mine = sum(1 for one in source.body if _is_import(one) or getattr(one, "name", "") in {*models, *points})
    if not any(_has(text, frame) and len(source.body) == mine + frame.statements for frame in _frames()):
        yield "what stands in every handlers.py is otherwise in this one"


@final
@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands before and behind the models and entry points of every file, and how many statements that are."""

    before: str
    behind: str
    statements: int


def _has(text: str, frame: _Frame) -> bool:
    return frame.before in text and text.endswith(frame.behind)


def _wanted(workflow: Workflow, point: EntryPoint, imported: Imported) -> Iterator[str]:
    """What an entry point may do."""
    if point.handler is None:
        yield from _of_run(workflow, point.name)
    for operation in workflow.operations:
        if operation.handler == point.handler:
            yield from _of_operation(operation, imported, likely=point.limited)


def _is_model(one: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id == "BaseModel" for base in one.bases)


def _is_import(one: ast.stmt) -> bool:
    return isinstance(one, ast.Import | ast.ImportFrom)


@cache
def _frames() -> tuple[_Frame, ...]:
    """The frames of each kind of file."""
    template = environment("stepfunctions").get_template("handlers.py.jinja")
    fixed = {"banner": "", "docstring": '""', "imports": "", "models": [], "functions": ["HERE = 1"]}
    asked = ("validates", "decides", "limits")
    kinds = (dict(zip(asked, kind, strict=True)) for kind in product((False, True), repeat=3))
    return tuple(_frame(template.render(**fixed, **kind)) for kind in kinds)


def _frame(text: str) -> _Frame:
    before, _, behind = text.partition("HERE = 1")
    return _Frame(before[before.index("logger =") :], behind, len(ast.parse(text).body) - 1)


def _function(body: str) -> ast.FunctionDef:
    lines = "".join(f"    {line}\n" for line in ("'''What it is for.'''", *body.splitlines()))
    (found,) = ast.parse(f"def entry_point(event: Any, context: object) -> Any:\n{lines}").body
    assert isinstance(found, ast.FunctionDef)
    return found


def _body(function: ast.FunctionDef, known: Imported) -> object:
    """A function as it is compared: without its name and its docstring."""
    return said([function.args, *function.decorator_list, *function.body[1:]], known)


def _of_operation(operation: Operation, imported: Imported, *, likely: bool) -> Iterator[str]:
    """What the entry point of an operation may be: with a limit for its result, or without; the likely one first."""
    arguments: list[str] = []
    if isinstance(operation.input, ModelRef):
        arguments = [f"{one.name}=given.{one.name}" for one in operation.parameters] or ["given"]
    if operation.takes_key:
        arguments.append("idempotency_key=event['idempotency_key']")
    call = f"{operation.handler!r}({', '.join(arguments)})"
    call = f"asyncio.run({call})" if operation.is_async else call
    declared = _annotation(operation.result_annotation, operation.result_imports)
    for limited in (likely, not likely):
        payload = "event['input']" if operation.takes_key or limited else "event"
        limit = ", event.get('limit', MAX_RESULT)" if limited else ""
        model = None if operation.input is None else _given_model(operation, imported)
        given = "" if model is None else f"given = _given({model!r}, {payload})"
        yield f"{given}\nreturn _result({declared}, lambda: {call}{limit})"


def _annotation(source: str, imports: tuple[str, ...]) -> str:
    """An annotation of the team's, in which names say where they are from."""
    known = {path.rpartition(":")[2].partition(".")[0]: path.partition(":")[0] for path in imports}
    return _NAME.sub(lambda found: repr(f"{known[found[0]]}:{found[0]}") if found[0] in known else found[0], source)


def _given_model(operation: Operation, imported: Imported) -> str:
    """The model of an input: where it is from, or what stands in it, if it is for keyword parameters."""
    assert isinstance(operation.input, ModelRef)
    if not operation.input.path.endswith("()"):
        return operation.input.path
    (wanted,) = ast.parse(_model(operation)).body
    assert isinstance(wanted, ast.ClassDef)
    return _class(wanted, imported)


def _class(one: ast.ClassDef, imported: Imported) -> str:
    return str(said([*one.bases, *one.body[1:]], imported))


def _model(operation: Operation) -> str:
    checked = any(one.default is not None for one in operation.parameters)
    lines = ["'''What it takes.'''", *(["model_config = ConfigDict(validate_default=True)"] if checked else [])]
    lines += [_field(one) for one in operation.parameters]
    return "class Model(BaseModel):\n" + "".join(f"    {line}\n" for line in lines)


def _field(parameter: Parameter) -> str:
    declared = f"{parameter.name}: {_annotation(parameter.annotation, parameter.imports)}"
    if parameter.default is None:
        return declared
    of = parameter.type.of if isinstance(parameter.type, Optional) else parameter.type
    value = json.loads(parameter.default)
    as_it_is = isinstance(of, Bool | Int | Float) or of == Str() or value is None
    return f"{declared} = {value!r}" if as_it_is else f"{declared} = Field(default={value!r})"


def _of_run(workflow: Workflow, name: str) -> Iterator[str]:
    """What the entry points may be that validate, or by which people answer."""
    if name == names.check_result(workflow.name) and isinstance(workflow.output, ModelRef):
        yield f"return _result({workflow.output.path!r}, lambda: event)"
    elif name == names.check_input(workflow.name):
        parts = {"input": workflow.input, "context": workflow.context}
        paths = {name: of.path for name, of in parts.items() if isinstance(of, ModelRef)}
        given = [f"run_{name} = _given({path!r}, event.get('{name}'))" for name, path in paths.items()]
        dumped = ", ".join(f"'{name}': run_{name}.model_dump(mode='json', by_alias=True)" for name in paths)
        yield "\n".join([*given, f"return {{{dumped}}}"])
    elif name == names.decide(workflow.name):
        forms = {one.id: one.form for one in all_nodes(workflow) if isinstance(one, Approval)}
        paths = {id: form.path for id, form in forms.items() if isinstance(form, ModelRef)}
        yield _ANSWER.replace("FORMS", f"forms: dict[str, type[BaseModel]] = {paths}{_FORM}" if paths else "")
