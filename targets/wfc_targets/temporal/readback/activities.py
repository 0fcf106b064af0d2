"""The activities of a package: which of the team's functions each calls, with what, and that the worker gets them."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from wfc.ir.policies import Operation
from wfc_targets.temporal.readback.forms import class_of
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.syntax import call_of, called, dotted, is_code, parameters, text, without_docstring


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One activity. `handler` is `module:name`; `given` the class of its input, empty when it takes none."""

    key: str
    handler: str
    given: str
    takes_key: bool


def read_activities(tree: ast.Module, operations: Mapping[str, Operation]) -> dict[str, Activity]:
    """The activities by the name of their function."""
    modules = {one.name for node in tree.body if isinstance(node, ast.Import) for one in node.names}
    found: dict[str, Activity] = {}
    listed: tuple[str, ...] = ()
    for node in without_docstring(tree.body):
        match node:
            case ast.Import() | ast.ImportFrom():
                pass
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                expect(node.name not in found, "two activities have one name", node)
                found[node.name] = _activity(node, operations, modules)
            case ast.AnnAssign(target=ast.Name(id="ALL"), value=ast.List(elts=names)):
                listed = tuple(map(dotted, names))
            case _:
                raise misread("not expected in activities.py", node)
    expect(sorted(listed) == sorted(found), "the worker must get every activity once")
    expect({one.key for one in found.values()} == set(operations), "there is an activity for each operation")
    return found


def _activity(
    function: ast.FunctionDef | ast.AsyncFunctionDef, operations: Mapping[str, Operation], modules: set[str]
) -> Activity:
    expect(len(function.decorator_list) == 1, "one decorator is expected", function)
    key = text(call_of("activity.defn", function.decorator_list[0], 0, {"name"}).keywords["name"])
    expect(key in operations, "the activity of no operation", function)
    operation = operations[key]
    annotations = {one.arg: "" if one.annotation is None else dotted(one.annotation) for one in function.args.args}
    names = parameters(function)
    wanted = [*(["input"] if operation.input else []), *(["idempotency_key"] if operation.takes_key else [])]
    expect(list(names) == wanted, f"the parameters of {key} are {wanted}", function)
    expect(annotations.get("idempotency_key", "str") == "str", "a key is a text", function)
    is_right = function.returns is not None and is_code(function.returns, operation.result_annotation)
    expect(is_right, f"{key} returns {operation.result_annotation}", function)
    given = annotations.get("input", "")
    own = class_of(operation.input) if operation.input else ""
    expect(own in {"", "Any", given}, f"{key} takes {own}", function)
    path = _handler(function, operation)
    module = max((one for one in modules if path.startswith(f"{one}.")), key=len, default="")
    handler = f"{module}:{path.removeprefix(f'{module}.')}"
    return Activity(key=key, handler=handler, given=given, takes_key=operation.takes_key)


def _handler(function: ast.FunctionDef | ast.AsyncFunctionDef, operation: Operation) -> str:
    """The dotted path of what is called, with every parameter in its place."""
    match function.body:
        case [ast.Return(value=ast.Await(value=ast.Call() as call))]:
            is_async = True
        case [ast.Return(value=ast.Call() as call)]:
            is_async = False
        case _:
            raise misread("an activity returns what a handler returns", function)
    expect(is_async == operation.is_async == isinstance(function, ast.AsyncFunctionDef), "awaited or not", function)
    found = called(call)
    if operation.argument is not None:
        expect([dotted(one) for one in found.args] == ["input"], "the handler takes the input", call)
        wanted = {}
    else:
        expect(not found.args, "the handler takes keywords", call)
        wanted = {one.name: f"input.{one.name}" for one in operation.parameters}
    wanted |= {"idempotency_key": "idempotency_key"} if operation.takes_key else {}
    given = {name: dotted(value) for name, value in found.keywords.items()}
    expect(given == wanted, f"the handler of {operation.key} takes {wanted}", call)
    return found.name
