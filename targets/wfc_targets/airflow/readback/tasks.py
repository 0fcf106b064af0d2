"""A task function taken apart: what its decorators say, what it imports and binds, and what is left to do."""

import ast
from dataclasses import dataclass
from typing import final

from wfc_targets.airflow.readback.made import Made
from wfc_targets.airflow.readback.patterns import Unread, expression_fits, keywords, shown
from wfc_targets.airflow.readback.syntax import is_text

GUARDS = ("due", "when_failed", "behind", "chosen_by", "recorded", "promised", "in_time")
"""The decorators of ours, from the outside in."""

_KINDS = ("task", "task.branch", "task.sensor")
_GIVEN = frozenset({"run", "ctx", "input", "index", "item", "steps", "output", "error", "key"})
RULES = {
    "": "ALL_SUCCESS",
    "TriggerRule.ALL_DONE": "ALL_DONE",
    "TriggerRule.ONE_DONE": "ONE_DONE",
    "TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS": "NONE_FAILED_MIN_ONE_SUCCESS",
}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task. `kind` is its decorator or operator, `arguments` what that is given beside the trigger rule; `given` are
    the variables that it binds first; `body` is the rest.
    """

    made: Made
    kind: str
    rule: str
    arguments: dict[str, ast.expr]
    guards: dict[str, ast.Call]
    parameters: tuple[str, ...]
    imports: dict[str, str]
    given: dict[str, ast.expr]
    body: tuple[ast.stmt, ...]

    @property
    def id(self) -> str:
        """The task id."""
        return self.made.id


def read_task(made: Made) -> Task:
    """Of an operator only the arguments are there to be read."""
    if made.function is None:
        return _task(made, made.operator, made.arguments, {}, ((), {}, {}, ()))
    kind, *ours = made.function.decorator_list
    arguments = keywords(kind) if isinstance(kind, ast.Call) else {}
    named = shown(kind.func if isinstance(kind, ast.Call) else kind)
    if named not in _KINDS or (isinstance(kind, ast.Call) and kind.args):
        raise Unread(f"unknown task {shown(kind)}")
    arguments.pop("task_id", None)
    return _task(made, named, arguments, _guards(ours), _parts(made.function))


_Parts = tuple[tuple[str, ...], dict[str, str], dict[str, ast.expr], tuple[ast.stmt, ...]]


def _task(made: Made, kind: str, arguments: dict[str, ast.expr], guards: dict[str, ast.Call], parts: _Parts) -> Task:
    settings = dict(arguments)
    rule = settings.pop("trigger_rule", None)
    written = "" if rule is None else shown(rule)
    if written not in RULES:
        raise Unread(f"unknown trigger rule {written} of {made.id}")
    return Task(
        made=made, kind=kind, rule=RULES[written], arguments=settings, guards=guards,
        parameters=parts[0], imports=parts[1], given=parts[2], body=parts[3],
    )  # fmt: skip


def _guards(decorators: list[ast.expr]) -> dict[str, ast.Call]:
    found: dict[str, ast.Call] = {}
    for one in decorators:
        match one:
            case ast.Call(func=ast.Name(id=name)) if name in GUARDS and name not in found:
                found[name] = one
            case _:
                raise Unread(f"unknown decorator {shown(one)}")
    if list(found) != [name for name in GUARDS if name in found]:
        raise Unread(f"decorators in another order: {', '.join(found)}")
    return found


def _parts(function: ast.FunctionDef) -> _Parts:
    spec = function.args
    if spec.vararg or spec.kwarg or spec.kwonlyargs or spec.posonlyargs or spec.defaults or function.returns:
        raise Unread(f"unknown parameters of {function.name}")
    left = list(function.body)
    if is_text(left[0]):
        del left[0]
    imports: dict[str, str] = {}
    while left and isinstance(left[0], ast.ImportFrom):
        imports.update(_local_import(left.pop(0)))
    given: dict[str, ast.expr] = {}
    while left and (binding := _binding(left[0])) and binding[0] not in given:
        given[binding[0]] = binding[1]
        del left[0]
    return tuple(one.arg for one in spec.args), imports, given, tuple(left)


def _local_import(statement: ast.stmt) -> dict[str, str]:
    """What the names of handlers and models are called, each with its path."""
    match statement:
        case ast.ImportFrom(module=str(module), names=names, level=0):
            return {one.asname or one.name: f"{module}:{one.name}" for one in names}
        case _:
            raise Unread(f"unknown import {shown(statement)}")


def _binding(statement: ast.stmt) -> tuple[str, ast.expr] | None:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in _GIVEN and not _is_work(value):
            return name, value
        case _:
            return None


def _is_work(value: ast.expr) -> bool:
    """`ctx = validated(...)` in the first task is no reading."""
    return expression_fits("validated(_model, _value, _error)", value) is not None


def parts_of_inner(function: ast.FunctionDef) -> _Parts:
    """The same parts of a function inside of a task."""
    if function.decorator_list:
        raise Unread(f"unknown decorators of {function.name}")
    return _parts(function)
