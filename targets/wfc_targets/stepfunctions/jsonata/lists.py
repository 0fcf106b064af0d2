"""Prints lists, comprehensions and what goes through them. JSONata's traps are here: it flattens lists in constructors,
and `$map` and `$filter` of one item yield the item, of none nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from wfc.ir import expressions as ir
from wfc.ir import types
from wfc_targets.stepfunctions.jsonata.access import by_key
from wfc_targets.stepfunctions.jsonata.kinds import is_list, is_object, is_text, may_be_list, may_be_null
from wfc_targets.stepfunctions.jsonata.place import (
    COMPARISON,
    PATH,
    TERNARY,
    Place,
    Text,
    bind,
    block,
    call,
    is_simple,
    within,
)


def list_display(expr: ir.ListDisplay, place: Place) -> Text:
    """`[a, b]`."""
    return Text(f"[{', '.join(element(item, place) for item in expr.items)}]", PATH, literal=True)


def element(expr: ir.Expr, place: Place) -> str:
    """An item of an array constructor, wrapped if it would be flattened there."""
    text = place.value(expr)
    if text.literal or not may_be_list(expr.type):
        return text.text
    if is_list(expr.type):
        return f"[{text.text}]"
    item = place.helper("item")
    return block([f"{item} := {text.text}"], Text(f"$type({item}) = 'array' ? [[{item}]] : {item}", TERNARY)).text


@final
@dataclass(frozen=True, slots=True)
class Loop:
    """A comprehension's loop: what is gone through, the function's parameter, and what wraps its body."""

    items: str
    parameter: str
    place: Place
    body: Callable[[Text], Text]
    plain: bool
    """No item is null or a list, so that `$filter` and `$map` may follow one another."""


def loop_over(expr: ir.Expr, targets: tuple[str, ...], place: Place) -> tuple[list[str], Loop]:
    """The loop through a list, or through the keys of a dict; the bindings stand before it."""
    inside = place.with_variables(targets)
    variables = [inside.local[target] for target in targets]
    match expr:
        case ir.MethodCall(method="values" | "items" as view):
            bindings, of = once(place.within(expr.base, PATH), expr.base, "dict", place)
            key = variables[0] if view == "items" else place.helper("key")
            value = f"{variables[-1]} := $lookup({of}, {key})"
            return bindings, Loop(f"[$keys({of})]", key, inside, lambda body: block([value], body), plain=True)
        case _:
            item = types.Str() if not isinstance(expr.type, types.List) else expr.type.item
            plain = not (may_be_list(item) or may_be_null(item))
            return [], Loop(items_of(expr, place), variables[0], inside, lambda body: body, plain)


def once(text: str, expr: ir.Expr, name: str, place: Place) -> tuple[list[str], str]:
    """A text that may stand twice, and the binding that makes it so."""
    if is_simple(expr):
        return [], text
    variable = place.helper(name)
    return [f"{variable} := {text}"], variable


def items_of(expr: ir.Expr, place: Place) -> str:
    """What one goes through, as a list."""
    match expr:
        case ir.MethodCall(method="keys"):
            return f"[$keys({place.value(expr.base).text})]"
        case ir.MethodCall(method="values"):
            return place.value(_listed(expr)).text
        case _ if is_object(expr.type):
            return f"[$keys({place.value(expr).text})]"
        case _:
            return place.value(expr).text


def _listed(view: ir.MethodCall) -> ir.Comprehension:
    """`d.values()` as `[value for value in d.values()]`."""
    item = view.type.item if isinstance(view.type, types.List) else types.Any()
    value = ir.Local(name="value", type=item, span=view.span)
    return ir.Comprehension(
        key=None,
        element=value,
        targets=("value",),
        iterable=view,
        conditions=(),
        type=types.List(item),
        span=view.span,
    )


def comprehension(expr: ir.Comprehension, place: Place) -> Text:
    """`[e for x in xs if c]`, `{k: v for x in xs if c}`."""
    bindings, loop = loop_over(expr.iterable, expr.targets, place)
    result = _list(expr, loop) if expr.key is None else _dict(expr, expr.key, loop)
    return block(bindings, result) if bindings else result


def _list(expr: ir.Comprehension, loop: Loop) -> Text:
    if may_be_list(expr.element.type) or (expr.conditions and not loop.plain):
        added = f"$append({{result}}, [{element(expr.element, loop.place)}])"
        return _reduced(expr, loop, added, "[]")
    kept = _filtered(expr, loop)
    itself = isinstance(expr.element, ir.Local) and loop.place.local[expr.element.name] == loop.parameter
    if itself and expr.conditions:
        return Text(f"[{kept}]", PATH, literal=True)
    return Text(f"[{_mapped(kept, loop, loop.place.value(expr.element))}]", PATH, literal=True)


def _dict(expr: ir.Comprehension, key: ir.Expr, loop: Loop) -> Text:
    pair = f"{{{loop.place.value(key).text}: {loop.place.value(expr.element).text}}}"
    if expr.conditions and not loop.plain:
        return _reduced(expr, loop, f"$merge([{{result}}, {pair}])", "{}")
    return call("merge", f"[{_mapped(_filtered(expr, loop), loop, Text(pair, PATH))}]")


def _filtered(expr: ir.Comprehension, loop: Loop) -> str:
    if not expr.conditions:
        return loop.items
    return f"$filter({loop.items}, function({loop.parameter}) {{ {loop.body(_all(expr, loop)).text} }})"


def _mapped(items: str, loop: Loop, body: Text) -> str:
    return f"$map({items}, function({loop.parameter}) {{ {loop.body(body).text} }})"


def _all(expr: ir.Comprehension, loop: Loop) -> Text:
    tests = [loop.place.test(condition) for condition in expr.conditions]
    return tests[0] if len(tests) == 1 else Text(" and ".join(within(test, COMPARISON) for test in tests), 30)


def _reduced(expr: ir.Comprehension, loop: Loop, added: str, initial: str) -> Text:
    """The general form, which nothing can flatten: one item after another is added to the result."""
    result = loop.place.helper("result")
    added = added.replace("{result}", result)
    body = Text(added, PATH)
    if expr.conditions:
        body = Text(f"{within(_all(expr, loop), TERNARY + 1)} ? {added} : {result}", TERNARY)
    return _reduce(loop, result, body, initial)


def _reduce(loop: Loop, result: str, body: Text, initial: str) -> Text:
    function = f"function({result}, {loop.parameter}) {{ {loop.body(body).text} }}"
    return call("reduce", loop.items, function, initial)


def quantifier(expr: ir.BuiltinCall, place: Place) -> Text:
    """`any(...)` and `all(...)`, which stop at the first item that decides."""
    argument = expr.args[0] if isinstance(expr.args[0], ir.Comprehension) else _itself(expr.args[0])
    bindings, loop = loop_over(argument.iterable, argument.targets, place)
    result, undecided = loop.place.helper("result"), "false" if expr.function == "any" else "true"
    tested = within(loop.place.test(argument.element), TERNARY)
    if argument.conditions:
        tested = f"({within(_all(argument, loop), TERNARY + 1)} ? {tested} : {undecided})"
    body = f"{result} ? true : {tested}" if expr.function == "any" else f"{result} ? {tested} : false"
    found = _reduce(loop, result, Text(body, TERNARY), undecided)
    return block(bindings, found) if bindings else found


def _itself(expr: ir.Expr) -> ir.Comprehension:
    """A list as `[item for item in xs]`."""
    item = expr.type.item if isinstance(expr.type, types.List) else types.Str()
    local = ir.Local(name="item", type=item, span=expr.span)
    return ir.Comprehension(
        key=None,
        element=local,
        targets=("item",),
        iterable=expr,
        conditions=(),
        type=types.List(item),
        span=expr.span,
    )


def membership(expr: ir.Compare, place: Place) -> Text:
    """`x in xs`, of a list, text or dict."""
    if is_text(expr.right.type):
        return call("contains", place.value(expr.right).text, place.value(expr.left).text)
    if is_object(expr.right.type):
        return call("exists", by_key(place.value(expr.right), expr.left, place).text)
    item = expr.right.type.item if isinstance(expr.right.type, types.List) else types.Str()
    if not (may_be_list(item) or _holds_object(item)):
        whole, items = place.value(expr.right), items_of(expr.right, place)
        items = within(whole, COMPARISON + 1) if items == whole.text else items
        return Text(f"{place.within(expr.left, COMPARISON + 1)} in {items}", COMPARISON)
    # `in` compares lists and objects by identity.
    result, one = place.helper("result"), place.helper("one")

    def found(wanted: str) -> Text:
        body = f"function({result}, {one}) {{ {result} ? true : {one} = {wanted} }}"
        return call("reduce", items_of(expr.right, place), body, "false")

    return bind(place, {"wanted": expr.left}, found)


def _holds_object(of: types.Type) -> bool:
    match of:
        case types.Optional():
            return _holds_object(of.of)
        case types.Union():
            return any(_holds_object(member) for member in of.members)
        case _:
            return is_object(of)
