"""Prints a value for a place in a state machine's definition that takes JSON with expressions in it.

Lists and dicts stay JSON there, since JSONata's own constructors flatten lists. Constant text that looks like an
expression becomes one, which evaluates to it.
"""

from typing import TypeAlias

from wfc.emit.quote import jsonata_string
from wfc.ir import expressions as ir
from wfc_targets.stepfunctions.jsonata.place import Place

Template: TypeAlias = None | bool | int | float | str | list["Template"] | dict[str, "Template"]


def filled(expr: ir.Expr, place: Place) -> Template:
    """The expression as a template."""
    match expr:
        case ir.Const(value=str() as text):
            return _leaf(jsonata_string(text)) if "{%" in text or "%}" in text else text
        case ir.Const():
            return expr.value
        case ir.ListDisplay():
            return [filled(item, place) for item in expr.items]
        case ir.DictDisplay() if (entries := _constant_keys(expr)) is not None:
            return {key: filled(value, place) for key, value in entries.items()}
        case _:
            return _leaf(place.value(expr).text)


def _leaf(text: str) -> str:
    return f"{{% {text} %}}"


def _constant_keys(expr: ir.DictDisplay) -> dict[str, ir.Expr] | None:
    entries: dict[str, ir.Expr] = {}
    for entry in expr.entries:
        if not isinstance(entry.key, ir.Const) or "${" in str(entry.key.value):
            return None  # a key of JSON cannot be spelled so that CloudFormation does not fill it in
        entries[str(entry.key.value)] = entry.value
    return entries
