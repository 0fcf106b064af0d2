"""Expressions and the models built from them, as source for workflow code, where values are the team's own objects."""

from dataclasses import replace
from functools import partial

from wfc.emit.forms import form_of
from wfc.emit.names import class_name
from wfc.emit.python import Names, Rooted, python_condition, python_expression
from wfc.ir import expressions as ir
from wfc.ir import types
from wfc.ir.policies import Operation
from wfc.ir.types import Model, ModelRef, Type
from wfc.ir.walk import output_type
from wfc_targets.temporal.code import local_name
from wfc_targets.temporal.scope import Scope, address, form_of_root, is_variable, loops_of


def value(expr: ir.Expr, scope: Scope, step: str = "", error: str = "error") -> str:
    """The source of a value; `output` is that of `step`, and `error` where the failure in question stands."""
    return python_expression(expr, _names(scope, step, error))


def condition(expr: ir.Expr, scope: Scope, step: str) -> str:
    """The source of an expression of which only the truth counts."""
    return python_condition(expr, _names(scope, step, "error"))


def condition_on(expr: ir.Expr, scope: Scope, step: str, output: str) -> str:
    """The same, with `output` called so."""
    names = _names(scope, step, "error")
    return python_condition(expr, replace(names, roots={**names.roots, "output": Rooted(output, "object")}))


def objects(expr: ir.Expr, scope: Scope) -> str:
    """The source of a list, its elements as they are: of the team's classes where those are at hand."""
    text = value(expr, scope)
    is_object = form_of(expr, partial(form_of_root, scope.items, loops_of(scope, scope.place))) == "object"
    return text.removeprefix("to_json(").removesuffix(")") if is_object and text.startswith("to_json(") else text


def _names(scope: Scope, step: str, error: str) -> Names:
    loops = loops_of(scope, scope.place)
    roots: dict[ir.Root, Rooted] = {
        "input": Rooted("input", "object"),
        "ctx": Rooted("ctx", "object"),
        "error": Rooted(error, "object"),
        "run": Rooted("self._run", "object"),
        "output": Rooted(scope.variables.get(step, ""), "object"),
        "key": Rooted(f"self._run.key({address(scope, step)})", "json"),
        "item": Rooted("item", scope.items[loops[-1]] if loops else "json"),
        "index": Rooted("index", "json"),
    }
    return Names(
        roots=roots,
        step_output=lambda of, _certain: Rooted(_output(scope, of), "object"),
        step_done=lambda of: _done(scope, of),
    )


def _output(scope: Scope, node: str) -> str:
    """A variable; behind the block of the node, where that does not reach, what the run has kept."""
    return scope.variables[node] if is_variable(scope, node) else f"self._run.outputs[{address(scope, node)}]"


def _done(scope: Scope, node: str) -> str:
    """Whether a step has succeeded: its variable tells, unless null is a value of its output."""
    output = output_type(scope.nodes[node], scope.operations)
    if output is None or is_nullable(output) or not is_variable(scope, node):
        return f"self._run.has_succeeded({address(scope, node)})"
    return f"{scope.variables[node]} is not None"


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
    if expr.type == ModelRef(model.path) and _is_path(expr, scope):
        return _as_object(expr, scope, step, error)
    if isinstance(expr, ir.DictDisplay) and _can_be_keywords(expr, model, scope):
        fields = {field.name: field.type for field in model.fields}
        arguments = (
            f"{name}={printed(entry.value, scope, step, error)}"
            for entry in expr.entries
            for name in [_text(entry.key)]
            for printed in [_as_object if entry.value.type == fields[name] and _is_path(entry.value, scope) else value]
        )
        return f"{cls}({', '.join(arguments)})"
    return f"from_json({cls}, {value(expr, scope, step, error)})"


def _as_object(expr: ir.Expr, scope: Scope, step: str, error: str) -> str:
    """A path of attributes without its conversion to JSON: what it leads to is of the very type asked for."""
    text = value(expr, scope, step, error)
    return text.removeprefix("to_json(").removesuffix(")") if text.startswith("to_json(") else text


def _is_path(expr: ir.Expr, scope: Scope) -> bool:
    """Attributes of an object: what they lead to is one, too."""
    match expr:
        case ir.Attribute():
            return _is_path(expr.base, scope)
        case ir.StepOutput():
            return True
        case ir.Name():
            return expr.name != "item" or scope.items[loops_of(scope, scope.place)[-1]] == "object"
        case _:
            return False


def _can_be_keywords(expr: ir.DictDisplay, model: Model, scope: Scope) -> bool:
    fields = {field.alias: field for field in model.fields}
    given = {_text(entry.key) for entry in expr.entries}
    if len(given) != len(expr.entries) or not {field.alias for field in model.fields if field.required} <= given:
        return False
    return all(
        (field := fields.get(_text(entry.key))) is not None
        and field.alias == field.name
        and field.alias.isidentifier()
        and _fits(entry.value, field.type, scope)
        for entry in expr.entries
    )


def _text(expr: ir.Expr | None) -> str:
    return expr.value if isinstance(expr, ir.Const) and isinstance(expr.value, str) else ""


def _fits(expr: ir.Expr, wanted: Type, scope: Scope) -> bool:
    """Would a type checker accept the expression for a field of this type?"""
    match expr, wanted:
        case _ if expr.type == wanted and _is_path(expr, scope):
            return True
        case _, types.Optional():
            return isinstance(expr.type, types.Null) or expr.type == wanted or _fits(expr, wanted.of, scope)
        case ir.Const(), types.Choices(enum=""):
            return expr.value in wanted.values
        case ir.Const(value=str()), types.Str(format="") | types.Any():
            return True
        case ir.DictDisplay(), types.Dict():
            return all(_fits(entry.value, wanted.value, scope) for entry in expr.entries if entry.key is not None)
        case ir.ListDisplay(), types.List(container="list"):
            return all(_fits(item, wanted.item, scope) for item in expr.items)
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
