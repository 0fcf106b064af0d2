"""Prints dict displays."""

from wfc.emit.quote import jsonata_string
from wfc.ir import expressions as ir
from wfc_targets.stepfunctions.jsonata.place import PATH, Place, Text, call


def dict_display(expr: ir.DictDisplay, place: Place) -> Text:
    """`{"a": x, **y}`: one constructor, or a merge when something is spread or a key computed.

    A constructor does not take one key twice.
    """
    if all(isinstance(entry.key, ir.Const) for entry in expr.entries):
        return Text(_constructor(expr.entries, place), PATH)
    parts: list[str] = []
    known: list[ir.Entry] = []
    for entry in expr.entries:
        if isinstance(entry.key, ir.Const):
            known.append(entry)
            continue
        parts += [_constructor(tuple(known), place)] if known else []
        known = []
        parts.append(place.value(entry.value).text if entry.key is None else _constructor((entry,), place))
    parts += [_constructor(tuple(known), place)] if known else []
    return call("merge", f"[{', '.join(parts)}]")


def _constructor(entries: tuple[ir.Entry, ...], place: Place) -> str:
    pairs: dict[str, str] = {}
    for entry in entries:
        if entry.key is not None:
            pairs[_key(entry.key, place)] = place.value(entry.value).text
    return "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"


def _key(key: ir.Expr, place: Place) -> str:
    match key:
        case ir.Const(value=str() as text):
            return jsonata_string(text)
        case _:
            return place.value(key).text
