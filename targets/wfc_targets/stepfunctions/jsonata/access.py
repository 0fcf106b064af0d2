"""Prints paths, indexes and `get`. What is not there is *undefined* in JSONata and would pass silently."""

from wfc.emit.quote import jsonata_key, jsonata_string
from wfc.ir import expressions as ir
from wfc.ir import types
from wfc_targets.stepfunctions.jsonata.fallible import can_fail, may_miss
from wfc_targets.stepfunctions.jsonata.kinds import is_int, is_text
from wfc_targets.stepfunctions.jsonata.place import (
    PATH,
    TERNARY,
    Place,
    Text,
    bind,
    block,
    call,
    failure,
    is_simple,
    within,
)


def attribute(expr: ir.Attribute, place: Place) -> Text:
    """A field of a model: always there, if only as null."""
    return _member(place.value(expr.base), expr.alias)


def _member(base: Text, name: str) -> Text:
    step = jsonata_key(name)
    if step is None:
        return call("lookup", base.text, jsonata_string(name))
    return Text(f"{within(base, PATH)}.{step}", PATH)


def item(expr: ir.Item, place: Place) -> Text:
    """`base[index]`, which fails where there is none."""
    found = found_item(expr, place)
    if not may_miss(expr):
        return found
    value = place.helper("found")
    return block([f"{value} := {found.text}"], Text(f"$exists({value}) ? {value} : {failure(_reason(expr))}", TERNARY))


def _reason(expr: ir.Item) -> str:
    return "index out of range" if is_int(expr.index.type) else "no such key"


def found_item(expr: ir.Item, place: Place) -> Text:
    """The item, or nothing where there is none."""
    if is_text(expr.base.type):
        return bind(place, {"text": expr.base, "index": expr.index}, _character)
    if isinstance(expr.base.type, types.Any):
        found = _unknown_by_int if is_int(expr.index.type) else _unknown_by_key
        return bind(place, {"json": expr.base, "index": expr.index}, found)
    base = place.value(expr.base)
    if is_int(expr.index.type):
        # Inside the brackets every item is the context in turn, so what is computed is computed before.
        return bind(place, {"index": expr.index}, lambda index: Text(f"{within(base, PATH)}[{index}]", PATH))
    return by_key(base, expr.index, place)


def by_key(base: Text, key: ir.Expr, place: Place) -> Text:
    """The value under a key of a dict, or nothing."""
    if isinstance(key, ir.Const):
        return _member(base, str(key.value))
    return call("lookup", base.text, place.value(key).text)


def _character(text: str, index: str) -> Text:
    return Text(f"({_inside(text, index)} ? $substring({text}, {index}, 1))", PATH)


def _inside(text: str, index: str) -> str:
    """Is the index one of the text's? A constant needs to be held against one end only."""
    if index.isdecimal():
        return f"{index} < $length({text})"
    if index.strip("()-").isdecimal():
        return f"{index.strip('()-')} <= $length({text})"
    return f"{index} < $length({text}) and {index} >= -$length({text})"


def _unknown_by_key(json: str, index: str) -> Text:
    return Text(f"($type({json}) = 'object' ? $lookup({json}, {index}))", PATH)


def _unknown_by_int(json: str, index: str) -> Text:
    """Unknown JSON may turn out to be a list or text."""
    character = f"$type({json}) = 'string' ? {_character(json, index).text}"
    return Text(f"($type({json}) = 'array' ? {json}[{index}] : {character})", PATH)


def get(expr: ir.MethodCall, place: Place) -> Text:
    """`d.get(key)`, `d.get(key, default)`: a null that is there counts as there."""
    default = place.value(expr.args[1]).text if len(expr.args) == 2 else "null"
    found = by_key(place.value(expr.base), expr.args[0], place).text
    bindings = []
    if len(expr.args) == 2 and can_fail(expr.args[1]):
        # CPython evaluates the default even when it is not needed.
        bindings, default = [f"{place.helper('default')} := {default}"], place.helper("default")
    if not (is_simple(expr.base) and isinstance(expr.args[0], ir.Const)):
        bindings, found = [*bindings, f"{place.helper('found')} := {found}"], place.helper("found")
    result = Text(f"$exists({found}) ? {found} : {default}", TERNARY)
    return block(bindings, result) if bindings else result
