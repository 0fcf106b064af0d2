"""Expressions and the models built from them, as source for workflow code, where values are the team's own objects."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from wfc.emit.names import class_name, unique_names
from wfc.emit.python import Names, Rooted, python_condition, python_expression
from wfc.emit.quote import python_string
from wfc.ir import expressions as ir
from wfc.ir import types
from wfc.ir.nodes import Workflow
from wfc.ir.policies import Operation
from wfc.ir.types import Model, ModelRef, Type
from wfc.ir.walk import models_by_path, operations_by_key, steps_of
from wfc_targets.temporal.code import local_name

_TAKEN = (
    "self input ctx error failure request workflow activities timedelta breach run key output then any err step "
    "to_json from_json making_result validated retrying text_or_empty evaluating run_to_end failure_of"
).split()


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the printers know of the workflow: variables by step id, and the outputs' types."""

    workflow: Workflow
    operations: Mapping[str, Operation]
    models: Mapping[str, Model]
    variables: Mapping[str, str]
    activities: Mapping[str, str]
    outputs: Mapping[str, Operation]


def scope_of(workflow: Workflow) -> Scope:
    """The scope of a workflow."""
    operations = operations_by_key(workflow)
    modules = {operation.handler.partition(":")[0].partition(".")[0] for operation in workflow.operations}
    return Scope(
        workflow=workflow,
        operations=operations,
        models=models_by_path(workflow),
        variables=unique_names((node.id for node in workflow.nodes), taken=(*_TAKEN, *modules)),
        activities=activity_names(workflow),
        outputs={step.id: operations[step.operation] for step in steps_of(workflow)},
    )


def activity_names(workflow: Workflow) -> dict[str, str]:
    """The function of each operation, by its key; apart from the names of the modules that handlers come from."""
    modules = {operation.handler.partition(":")[0].partition(".")[0] for operation in workflow.operations}
    return unique_names((operation.key for operation in workflow.operations), taken=(*modules, "activity"))


def value(expr: ir.Expr, scope: Scope, step: str = "", error: str = "error") -> str:
    """The source of a value; `output` is that of `step`, and `error` where the failure in question stands."""
    return python_expression(expr, _names(scope, step, error))


def condition(expr: ir.Expr, scope: Scope, step: str) -> str:
    """The source of an expression of which only the truth counts."""
    return python_condition(expr, _names(scope, step, "error"))


def _names(scope: Scope, step: str, error: str) -> Names:
    roots: dict[ir.Root, Rooted] = {
        "input": Rooted("input", "object"),
        "ctx": Rooted("ctx", "object"),
        "error": Rooted(error, "object"),
        "run": Rooted("self._run", "object"),
        "output": Rooted(scope.variables.get(step, ""), "object"),
        "key": Rooted(f"self._run.key({python_string(step)})", "json"),
    }
    return Names(
        roots=roots,
        step_output=lambda of, _certain: Rooted(scope.variables[of], "object"),
        step_done=lambda of: _done(scope, of),
    )


def _done(scope: Scope, step: str) -> str:
    """Whether a step has succeeded: its variable tells, unless null is a value of its output."""
    if is_nullable(scope.outputs[step].output):
        return f"self._run.has_succeeded({python_string(step)})"
    return f"{scope.variables[step]} is not None"


def is_nullable(of: Type) -> bool:
    """May the value be null?"""
    match of:
        case types.Null() | types.Optional() | types.Any():
            return True
        case types.Union():
            return any(is_nullable(member) for member in of.members)
        case types.Choices():
            return None in of.values
        case _:
            return False


def input_class(operation: Operation) -> str:
    """The class of an operation's input: the team's model, or the generated one of its keywords."""
    path = input_path(operation)
    return local_name(path) if path else class_name(operation.key, "Input")


def input_path(operation: Operation) -> str | None:
    """The path of the team's model, None for one derived from keywords."""
    match operation.input:
        case ModelRef(path) if not path.endswith("()"):
            return path
        case _:
            return None


def model_of(expr: ir.Expr, cls: str, model: Model, scope: Scope, step: str, *, undoes: bool = False) -> str:
    """An instance made from an expression: passed on, by keywords where types allow it, else validated from JSON."""
    error = "self._run.error" if undoes else "error"
    if expr.type == ModelRef(model.path) and _is_path(expr):
        return _as_object(expr, scope, step, error)
    if isinstance(expr, ir.DictDisplay) and _can_be_keywords(expr, model):
        fields = {field.name: field.type for field in model.fields}
        arguments = (
            f"{name}={printed(entry.value, scope, step, error)}"
            for entry in expr.entries
            for name in [_text(entry.key)]
            for printed in [_as_object if entry.value.type == fields[name] and _is_path(entry.value) else value]
        )
        return f"{cls}({', '.join(arguments)})"
    return f"from_json({cls}, {value(expr, scope, step, error)})"


def _as_object(expr: ir.Expr, scope: Scope, step: str, error: str) -> str:
    """A path of attributes without its conversion to JSON: what it leads to is of the very type asked for."""
    text = value(expr, scope, step, error)
    return text.removeprefix("to_json(").removesuffix(")") if text.startswith("to_json(") else text


def _is_path(expr: ir.Expr) -> bool:
    match expr:
        case ir.Attribute():
            return _is_path(expr.base)
        case ir.StepOutput() | ir.Name():
            return True
        case _:
            return False


def _can_be_keywords(expr: ir.DictDisplay, model: Model) -> bool:
    fields = {field.alias: field for field in model.fields}
    given = {_text(entry.key) for entry in expr.entries}
    if len(given) != len(expr.entries) or not {field.alias for field in model.fields if field.required} <= given:
        return False
    return all(
        (field := fields.get(_text(entry.key))) is not None
        and field.alias == field.name
        and field.alias.isidentifier()
        and _fits(entry.value, field.type)
        for entry in expr.entries
    )


def _text(expr: ir.Expr | None) -> str:
    return expr.value if isinstance(expr, ir.Const) and isinstance(expr.value, str) else ""


def _fits(expr: ir.Expr, wanted: Type) -> bool:
    """Would a type checker accept the expression for a field of this type?"""
    match expr, wanted:
        case _ if expr.type == wanted and _is_path(expr):
            return True
        case _, types.Optional():
            return isinstance(expr.type, types.Null) or expr.type == wanted or _fits(expr, wanted.of)
        case ir.Const(), types.Choices(enum=""):
            return expr.value in wanted.values
        case ir.Const(value=str()), types.Str(format="") | types.Any():
            return True
        case ir.DictDisplay(), types.Dict():
            return all(_fits(entry.value, wanted.value) for entry in expr.entries if entry.key is not None)
        case ir.ListDisplay(), types.List(container="list"):
            return all(_fits(item, wanted.item) for item in expr.items)
        case _, types.Any():
            return True
        case _, types.Float():
            return isinstance(expr.type, types.Float | types.Int)
        case _, types.Bool() | types.Int() | types.Str(format="") | types.List(container="list") | types.Dict():
            return expr.type == wanted and _is_simple(wanted)
        case _:
            return False


def _is_simple(of: Type) -> bool:
    match of:
        case types.List():
            return _is_simple(of.item)
        case types.Dict():
            return _is_simple(of.value)
        case types.Bool() | types.Int() | types.Float() | types.Str(format=""):
            return True
        case _:
            return False
