"""Prints typed expressions as Python source, for the code that targets generate.

The text stands on one line (`layout.lay_out` breaks it) and evaluates like the lambda it came from, on values in one of
two forms, per root: "json", plain values as they travel (`input["amount"]`), or "object", pydantic models
(`input.amount`). Out of a model, what JSON has as something else (a Decimal, an Enum, a model as a whole) is converted
by the function that `Names.to_json` names, at the place where it leaves the attribute path.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never, final

from wfc.emit import precedence as at
from wfc.emit.forms import Form, form_of, is_plain, is_true_alike
from wfc.emit.fstring import Piece, format_call, fstring
from wfc.emit.names import fresh_name
from wfc.emit.precedence import Text, level_of, within
from wfc.emit.quote import python_number, python_string, python_string_body
from wfc.ir import expressions as ir
from wfc.ir.parts import walk

_SIMPLE = re.compile(r"[\w.]+")
_WORD = re.compile(r"[A-Za-z_]\w*")


@final
@dataclass(frozen=True, slots=True)
class Rooted:
    """Where a value stands in the generated code, and in which form."""

    text: str
    form: Form


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What an expression's roots are called where it is printed.

    `step_output` is also told whether the output is certain to be there.
    """

    roots: Mapping[ir.Root, Rooted]
    step_output: Callable[[str, bool], Rooted]
    step_done: Callable[[str], str]
    to_json: str = "to_json"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in an expression the printer is: the variables in sight, and whether inside an f-string's braces."""

    names: Names
    local: Mapping[str, Rooted] = field(default_factory=dict)
    in_fstring: bool = False


def python_expression(expr: ir.Expr, names: Names) -> str:
    """The source of an expression whose value is JSON."""
    return _json(expr, _Place(names=names)).text


def python_condition(expr: ir.Expr, names: Names) -> str:
    """The source of an expression of which only the truth counts."""
    return _test(expr, _Place(names=names)).text


def _json(expr: ir.Expr, place: _Place) -> Text:
    """The value as JSON."""
    raw = _raw(expr, place)
    if _form(expr, place) == "json" or is_plain(expr.type):
        return raw
    is_view = isinstance(expr, ir.MethodCall) and expr.method == "values"
    return Text(f"{place.names.to_json}({f'list({raw.text})' if is_view else raw.text})", at.PRIMARY)


def _test(expr: ir.Expr, place: _Place) -> Text:
    """The value where only its truth counts."""
    match expr:
        case ir.Not():
            return _not(expr, place)
        case ir.Logical():
            return _logical(expr, place, _test)
        case _:
            return _raw(expr, place) if is_true_alike(expr.type) else _json(expr, place)


def _form(expr: ir.Expr, place: _Place) -> Form:
    return form_of(expr, lambda root: _rooted(root, place).form)


def _rooted(expr: ir.Name | ir.Local | ir.StepOutput, place: _Place) -> Rooted:
    match expr:
        case ir.Name():
            return place.names.roots[expr.name]
        case ir.Local():
            return place.local[expr.name]
        case ir.StepOutput():
            return place.names.step_output(expr.step, expr.certain)
        case _:
            assert_never(expr)


def _raw(expr: ir.Expr, place: _Place) -> Text:
    """The value in whatever form it is."""
    match expr:
        case ir.Const():
            return _const(expr, place)
        case ir.Name() | ir.Local() | ir.StepOutput():
            return _outside(_rooted(expr, place).text, place)
        case ir.StepDone():
            return _outside(place.names.step_done(expr.step), place)
        case ir.Attribute() | ir.Item():
            return _access(expr, place)
        case ir.ListDisplay():
            return Text(f"[{_list(expr.items, place)}]", at.PRIMARY)
        case ir.DictDisplay():
            return Text("{" + ", ".join(_entry(entry, place) for entry in expr.entries) + "}", at.PRIMARY)
        case ir.Negate():
            return _negate(_json(expr.operand, place))
        case ir.Not():
            return _not(expr, place)
        case ir.Binary():
            return _binary(expr, place)
        case ir.Logical():
            return _logical(expr, place, _json)
        case ir.Compare():
            return _compare(expr, place)
        case ir.IsNone():
            verb = "is not" if expr.negated else "is"
            return Text(f"{within(_raw(expr.operand, place), at.BITWISE)} {verb} None", at.COMPARISON)
        case ir.Conditional():
            then, test = within(_json(expr.then, place), at.OR), within(_test(expr.test, place), at.OR)
            return Text(f"{then} if {test} else {within(_json(expr.orelse, place), at.OR)}", at.TERNARY)
        case ir.FString():
            return _fstring(expr, place)
        case ir.BuiltinCall():
            return _call(expr, place)
        case ir.MethodCall():
            return _method(expr, place)
        case ir.Comprehension():
            opening, closing = "[]" if expr.key is None else "{}"
            return Text(f"{opening}{_comprehension(expr, place)}{closing}", at.PRIMARY)
        case _:
            assert_never(expr)


def _outside(text: str, place: _Place) -> Text:
    """Source that the caller wrote."""
    if place.in_fstring and "'" not in text:
        text = text.replace('"', "'")
    return Text(text, level_of(text))


def _const(expr: ir.Const, place: _Place) -> Text:
    if isinstance(expr.value, str):
        return Text(_string(expr.value, place), at.PRIMARY)
    text = repr(expr.value) if expr.value is None else python_number(expr.value)
    return Text(text, at.UNARY if text.startswith("-") else at.PRIMARY)


def _string(text: str, place: _Place) -> str:
    return f"'{python_string_body(text, chr(39))}'" if place.in_fstring else python_string(text)


def _list(items: tuple[ir.Expr, ...], place: _Place) -> str:
    return ", ".join(_json(item, place).text for item in items)


def _entry(entry: ir.Entry, place: _Place) -> str:
    if entry.key is None:
        return f"**{within(_json(entry.value, place), at.BITWISE)}"
    return f"{_json(entry.key, place).text}: {_json(entry.value, place).text}"


def _access(expr: ir.Attribute | ir.Item, place: _Place) -> Text:
    base = within(_raw(expr.base, place), at.PRIMARY)
    if isinstance(expr, ir.Item):
        return Text(f"{base}[{_json(expr.index, place).text}]", at.PRIMARY)
    if _form(expr.base, place) == "object":
        return Text(f"{base}.{expr.name}", at.PRIMARY)
    return Text(f"{base}[{_string(expr.alias, place)}]", at.PRIMARY)


def _negate(operand: Text) -> Text:
    # Black puts the parentheses of -(x**y) anyway.
    return Text(f"-{within(operand, at.PRIMARY if operand.level == at.POWER else at.UNARY)}", at.UNARY)


def _not(expr: ir.Not, place: _Place) -> Text:
    operand = _test(expr.operand, place)
    if isinstance(expr.operand, ir.StepDone) and operand.text.endswith(" is not None"):
        return Text(operand.text.removesuffix("not None") + "None", at.COMPARISON)
    return Text(f"not {within(operand, at.NOT)}", at.NOT)


def _binary(expr: ir.Binary, place: _Place) -> Text:
    level = at.OPERATORS[expr.op]
    left, right = _json(expr.left, place), _json(expr.right, place)
    if expr.op != "**":
        return Text(f"{within(left, level)} {expr.op} {within(right, level + 1)}", level)
    base, exponent = within(left, at.PRIMARY), within(right, at.UNARY)
    hugged = _SIMPLE.fullmatch(base) and _SIMPLE.fullmatch(exponent.removeprefix("-"))
    return Text(f"{base}**{exponent}" if hugged else f"{base} ** {exponent}", level)


def _logical(expr: ir.Logical, place: _Place, operand: Callable[[ir.Expr, _Place], Text]) -> Text:
    left, right = operand(expr.left, place), operand(expr.right, place)
    match expr:
        case ir.Logical(op="and", left=ir.Compare() as first, right=ir.Compare() as second) if (
            first.right == second.left
        ):
            # It was written as `a < b < c`.
            middle = within(_json(second.left, place), at.BITWISE)
            return Text(left.text + right.text.removeprefix(middle), at.COMPARISON)
        case ir.Logical(op="and"):
            return Text(f"{within(left, at.AND)} and {within(right, at.AND)}", at.AND)
        case _:
            # `a and b or c` needs no parentheses, its reader does.
            sides = (side._replace(level=at.TERNARY) if side.level == at.AND else side for side in (left, right))
            return Text(" or ".join(within(side, at.OR) for side in sides), at.OR)


def _compare(expr: ir.Compare, place: _Place) -> Text:
    left, right = (within(_json(side, place), at.BITWISE) for side in (expr.left, expr.right))
    return Text(f"{left} {expr.op} {right}", at.COMPARISON)


def _fstring(expr: ir.FString, place: _Place) -> Text:
    short = fstring(_pieces(expr, replace(place, in_fstring=True)))
    if short is None or place.in_fstring:
        return Text(format_call(_pieces(expr, place)), at.PRIMARY)
    return Text(short, at.PRIMARY)


def _pieces(expr: ir.FString, place: _Place) -> list[Piece]:
    return [part if isinstance(part, str) else (_json(part.value, place).text, part.spec) for part in expr.parts]


def _call(expr: ir.BuiltinCall, place: _Place) -> Text:
    match expr.function, expr.args:
        case "len", (argument,):
            arguments = _raw(argument, place).text
        case "any" | "all" | "sum" | "min" | "max" | "sorted", (ir.Comprehension() as argument,) if not expr.reverse:
            arguments = _comprehension(argument, place)
        case "bool", (argument,):
            arguments = _test(argument, place).text
        case _:
            arguments = _list(expr.args, place)
    return Text(f"{expr.function}({arguments}{', reverse=True' if expr.reverse else ''})", at.PRIMARY)


def _method(expr: ir.MethodCall, place: _Place) -> Text:
    keeps_form = _form(expr, place) == _form(expr.base, place) or expr.method == "keys"
    base = within((_raw if keeps_form else _json)(expr.base, place), at.PRIMARY)
    match expr.args:
        case (ir.Comprehension(key=None) as argument,) if expr.method == "join":
            arguments = _comprehension(argument, place)
        case _:
            arguments = _list(expr.args, place)
    return Text(f"{base}.{expr.method}({arguments})", at.PRIMARY)


def _comprehension(expr: ir.Comprehension, place: _Place) -> str:
    """What stands between the brackets, which may be a call's."""
    inside = replace(place, local={**place.local, **_variables(expr, place)})
    variables = ", ".join(inside.local[target].text for target in expr.targets)
    key = "" if expr.key is None else f"{_json(expr.key, inside).text}: "
    tests = "".join(f" if {within(_test(condition, inside), at.OR)}" for condition in expr.conditions)
    iterable = within(_raw(expr.iterable, place), at.OR)
    return f"{key}{_json(expr.element, inside).text} for {variables} in {iterable}{tests}"


def _variables(expr: ir.Comprehension, place: _Place) -> dict[str, Rooted]:
    """Names for the comprehension's variables that hide nothing it uses."""
    used = [_rooted(part, place).text for part in walk(expr) if isinstance(part, ir.Name | ir.StepOutput)]
    used += [place.names.step_done(part.step) for part in walk(expr) if isinstance(part, ir.StepDone)]
    taken = {word for text in [*used, place.names.to_json] for word in _WORD.findall(text)}
    form = _form(expr.iterable, place)
    # The keys of a dict are always plain text.
    forms: tuple[Form, ...] = ("json", form) if len(expr.targets) == 2 else (form,)
    names = (fresh_name(target, taken) for target in expr.targets)
    return {target: Rooted(name, one) for target, name, one in zip(expr.targets, names, forms, strict=True)}
