"""Evaluates one lambda in all forms: CPython on its text, the interpreter, both kinds of printed Python, JSONata."""

import json
import math
import warnings
from collections.abc import Callable
from typing import Any

import jsonata
from jsonata.utils import Utils
from pydantic_core import to_jsonable_python

from tests.expressions._world import CONSTANTS, MODEL_OF, SEEN_AS, STEPS, World, as_objects, plain, validated
from wfc.emit.python import Names, Rooted, python_expression
from wfc.interpret.evaluate import ExpressionFailed, evaluate
from wfc.interpret.evaluate import Scope as Seen
from wfc.ir import expressions as ir
from wfc_targets.stepfunctions import jsonata as printer

FAILS = "<fails>"
"""What an expression yields that has no value."""

ROOTS: tuple[ir.Root, ...] = ("input", "ctx", "run", "error", "key")
RAISED = (ArithmeticError, LookupError, ValueError, TypeError)


class Steps:
    """`steps` of a lambda."""

    def __init__(self, outputs: dict[str, Any]) -> None:
        self._outputs = outputs

    def __getitem__(self, step: str) -> Any:
        return Output(self._outputs[step])

    def get(self, step: str) -> Any:
        return Output(self._outputs[step]) if step in self._outputs else None


class Output:
    def __init__(self, output: Any) -> None:
        self.output = output


def in_cpython(text: str, world: World) -> Any:
    """The lambda itself, called."""
    seen = {name: as_objects(value, (MODEL_OF | SEEN_AS).get(name)) for name, value in world.roots.items()}
    outputs = {name: as_objects(value, MODEL_OF.get(name)) for name, value in world.outputs.items()}
    enums = CONSTANTS | {"Color": type("Color", (), {"RED": "red", "BLUE": "blue"}), "Line": _line}
    with warnings.catch_warnings(action="ignore", category=SyntaxWarning):  # `None is None` is a form, too
        called = eval(text, dict(enums))
    parameters = called.__code__.co_varnames[: called.__code__.co_argcount]
    return _outcome(lambda: called(*((seen | {"steps": Steps(outputs)})[name] for name in parameters)))


def _line(**fields: Any) -> dict[str, Any]:
    return {"unitPrice" if name == "price" else name: value for name, value in fields.items()}


def _outcome(compute: Callable[[], Any]) -> Any:
    try:
        value = compute()
    except (*RAISED, ExpressionFailed):
        return FAILS
    return value if value is FAILS or _is_json(value) else FAILS


def _is_json(value: Any) -> bool:
    """Has it only numbers that JSON can hold?"""
    match value:
        case float():
            return math.isfinite(value)
        case dict():
            return all(map(_is_json, value.values()))
        case list():
            return all(map(_is_json, value))
        case _:
            return True


def in_interpreter(expr: ir.Expr, world: World) -> Any:
    scope = Seen(names=world.roots, outputs=world.outputs, variables={})
    return _outcome(lambda: plain(evaluate(expr, scope)))


def in_python(expr: ir.Expr, world: World, form: Any) -> Any:
    """The printed Python, on plain values ("json") or on pydantic objects ("object")."""
    text = python_expression(expr, python_names(form))
    values = {**dict.fromkeys(STEPS), **world.roots, **world.outputs}
    if form == "object":
        values = {name: validated(name, value) for name, value in values.items()}
    scope = {f"at_{_word(name)}": value for name, value in values.items()} | {"to_json": _to_json}
    return _outcome(lambda: plain(eval(text, scope)))


def _to_json(value: Any) -> Any:
    return to_jsonable_python(value, by_alias=True)


def python_names(form: Any) -> Names:
    return Names(
        roots={name: Rooted(f"at_{name}", form if name in MODEL_OF else "json") for name in ROOTS},
        step_output=lambda step, _: Rooted(f"at_{_word(step)}", form),
        step_done=lambda step: f"at_{_word(step)} is not None",
    )


JSONATA_NAMES = printer.Names(
    roots={name: f"$at.{name}" for name in ROOTS},
    step_output=lambda step, _: f"${_word(step)}",
    step_done=lambda step: f"$exists(${_word(step)})",
)


def jsonata_values(world: World) -> dict[str, Any]:
    """The variables of a state machine's run."""
    return {"at": world.roots} | {_word(step): output for step, output in world.outputs.items()}


def _word(name: str) -> str:
    return name.replace("-", "_")


def in_jsonata(expr: ir.Expr, world: World) -> Any:
    return run_jsonata(printer.expression(expr, JSONATA_NAMES), world)


def run_jsonata(text: str, world: World) -> Any:
    """The value of JSONata text; nothing at all is a failure of ours, so it is not taken for one of the lambda."""
    frame = (
        program := jsonata.Jsonata(f"($outcome := ({text}); {{'there': $exists($outcome), 'value': $outcome}})")
    ).create_frame()
    for name, value in jsonata_values(world).items():
        frame.bind(name, _with_nulls(value))
    try:
        outcome = program.evaluate(None, frame)
    except jsonata.JException as error:
        assert error.error == "D3137", f"not by $error: {error} in {text}"
        return FAILS
    assert outcome["there"], f"undefined: {text}"
    return json.loads(json.dumps(outcome["value"]))


def _with_nulls(value: Any) -> Any:
    """jsonata-python takes None for *undefined*, and has a null of its own."""
    match value:
        case None:
            return Utils.NULL_VALUE
        case list():
            return [_with_nulls(item) for item in value]
        case dict():
            return {key: _with_nulls(item) for key, item in value.items()}
        case _:
            return value


def in_template(expr: ir.Expr, world: World) -> Any:
    """The value where a state machine's definition takes a template."""
    return _filled(printer.template(expr, JSONATA_NAMES), world)


def _filled(template: Any, world: World) -> Any:
    match template:
        case str() if template.startswith("{%"):
            return run_jsonata(template[2:-2], world)
        case list():
            items = [_filled(item, world) for item in template]
            return FAILS if FAILS in items else items
        case dict():
            values = {key: _filled(value, world) for key, value in template.items()}
            return FAILS if FAILS in values.values() else values
        case _:
            return template


def guard_holds(expr: ir.Expr, world: World) -> bool:
    """What the printed guard says about failing; evaluating it must not fail."""
    guard = printer.guard(expr, JSONATA_NAMES)
    return guard is None or run_jsonata(guard, world) is True


def same(a: Any, b: Any) -> bool:
    """Equal as JSON: 1 is 1.0, but not True."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    match a, b:
        case list(), list():
            return len(a) == len(b) and all(map(same, a, b))
        case dict(), dict():
            return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
        case _:
            return bool(a == b) and isinstance(a, str) == isinstance(b, str)


def agree(text: str, expr: ir.Expr, world: World, expected: Any) -> None:
    """Every form gives `expected`, and the guard tells whether there is a value."""
    forms = {
        "cpython": plain(in_cpython(text, world)),
        "interpreter": in_interpreter(expr, world),
        "python on dicts": in_python(expr, world, "json"),
        "python on models": in_python(expr, world, "object"),
        "jsonata": in_jsonata(expr, world),
        "template": in_template(expr, world),
    }
    assert {name: value for name, value in forms.items() if not same(value, expected)} == {}
    assert guard_holds(expr, world) is (expected is not FAILS)
