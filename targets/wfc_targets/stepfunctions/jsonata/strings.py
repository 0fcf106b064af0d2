"""Prints f-strings, `str()` and the methods of text."""

import re

from wfc.emit.quote import jsonata_string
from wfc.ir import expressions as ir
from wfc_targets.stepfunctions.jsonata.kinds import is_bool, is_int, is_text
from wfc_targets.stepfunctions.jsonata.numbers import number_text, round_to
from wfc_targets.stepfunctions.jsonata.place import (
    COMPARISON,
    PATH,
    SUM,
    TERNARY,
    Place,
    Text,
    bind,
    block,
    call,
    within,
)

_WIDTH = re.compile(r"([<>]?)([1-9]\d?)d?")
_ZEROS = re.compile(r"0([1-9]\d?)d?")
_FIXED = re.compile(r"(,?)\.(\d)([f%])")
MANY = 12
"""More pieces than this are joined in one call, so that the nesting stays flat."""


def fstring(expr: ir.FString, place: Place) -> Text:
    """`f"..."`."""
    pieces = [_piece(part, place) for part in expr.parts]
    if not pieces:
        return Text("''", PATH)
    if len(pieces) == 1:
        return pieces[0]
    if len(pieces) > MANY:
        return call("join", f"[{', '.join(piece.text for piece in pieces)}]", "''")
    return Text(" & ".join(within(piece, SUM if place_ == 0 else SUM + 1) for place_, piece in enumerate(pieces)), SUM)


def _piece(part: str | ir.FormatPart, place: Place) -> Text:
    if isinstance(part, str):
        return Text(jsonata_string(part), PATH)
    return text_of(part.value, place) if not part.spec else _formatted(part.value, part.spec, place)


def text_of(expr: ir.Expr, place: Place) -> Text:
    """`str(x)`, as Python writes it."""
    if is_bool(expr.type):
        return Text(f"{place.within(expr, TERNARY + 1)} ? 'True' : 'False'", TERNARY)
    return number_text(place.value(expr)) if is_int(expr.type) else place.value(expr)


def _formatted(expr: ir.Expr, spec: str, place: Place) -> Text:
    if fixed := _FIXED.fullmatch(spec):
        return _fixed(expr, bool(fixed[1]), int(fixed[2]), fixed[3] == "%", place)
    if zeros := _ZEROS.fullmatch(spec):
        return _zero_padded(expr, int(zeros[1]), place)
    if width := _WIDTH.fullmatch(spec):
        to_left = width[1] == "<" or (not width[1] and is_text(expr.type))
        return call("pad", text_of(expr, place).text, f"{'' if to_left else '-'}{width[2]}")
    return call("formatNumber", place.value(expr).text, "'#,##0'" if spec.startswith(",") else "'0'")


def _zero_padded(expr: ir.Expr, width: int, place: Place) -> Text:
    """The sign counts and stands before the zeros."""

    def padded(x: str) -> Text:
        below = f"'-' & $pad($formatNumber(-{x}, '0'), -{width - 1}, '0')"
        return Text(f"{x} < 0 ? {below} : $pad($formatNumber({x}, '0'), -{width}, '0')", TERNARY)

    return bind(place, {"x": expr}, padded)


def _fixed(expr: ir.Expr, grouped: bool, places: int, percent: bool, place: Place) -> Text:
    picture = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    number = place.value(expr)
    if percent:
        number = Text(f"{within(number, SUM + 1)} * 100", SUM + 1)
    if is_int(expr.type):
        text = f"$formatNumber({number.text}, '{picture}')"
    else:
        x, result = place.helper("exact"), place.helper("rounded")
        shown = f"({x} < 0 ? '-' : '') & $formatNumber($abs({result}), '{picture}')"
        bindings = [f"{x} := {number.text}", f"{result} := {round_to(Text(x, PATH), places, place).text}"]
        text = block(bindings, Text(shown, SUM)).text
    return Text(f"{text} & '%'", SUM) if percent else Text(text, PATH)


def method(expr: ir.MethodCall, place: Place) -> Text:
    """A method of text."""
    base = place.value(expr.base).text
    arguments = [place.value(argument).text for argument in expr.args]
    match expr.method:
        case "lower":
            return call("lowercase", base)
        case "upper":
            return call("uppercase", base)
        case "strip":
            # $trim would also squeeze the spaces inside.
            return call("replace", base, r"/^\s+|\s+$/", "''")
        case "split" | "replace":
            return call(expr.method, base, *arguments)
        case "startswith":
            return bind(place, {"prefix": expr.args[0]}, lambda prefix: _starts(base, prefix, expr.args[0]))
        case "endswith":
            values = {"text": expr.base, "suffix": expr.args[0]}
            return bind(place, values, lambda text, suffix: _ends(text, suffix, expr.args[0]))
        case _:
            raise AssertionError(f"no method of text: {expr.method}")


def _length(text: str, expr: ir.Expr) -> str:
    match expr:
        case ir.Const(value=str() as known):
            return str(len(known))
        case _:
            return f"$length({text})"


def _starts(text: str, prefix: str, expr: ir.Expr) -> Text:
    return Text(f"$substring({text}, 0, {_length(prefix, expr)}) = {prefix}", COMPARISON)


def _ends(text: str, suffix: str, expr: ir.Expr) -> Text:
    """A suffix longer than the text makes the start negative; what is cut then is shorter than the suffix."""
    return Text(f"$substring({text}, $length({text}) - {_length(suffix, expr)}) = {suffix}", COMPARISON)
