"""F-strings, `str()` and the methods of text as trees of JSONata."""

import re
from functools import reduce

from wfc.ir import expressions as ir
from wfc_targets.stepfunctions.readback.kinds import is_bool, is_int, is_text
from wfc_targets.stepfunctions.readback.numbers import half_to_even
from wfc_targets.stepfunctions.readback.rules import Rules
from wfc_targets.stepfunctions.readback.syntax import Tree, const
from wfc_targets.stepfunctions.readback.trees import shape

_SPEC = re.compile(r"(?P<side>[<>]?)(?P<zero>0?)(?P<width>[1-9]\d?)?(?P<comma>,?)(?:\.(?P<places>\d)(?P<kind>[f%]))?d?")
_MANY = 12
_METHODS = {
    "lower": "$lowercase($text)",
    "upper": "$uppercase($text)",
    "strip": r"$replace($text, /^\s+|\s+$/, '')",
    "split": "$split($text, $first)",
    "replace": "$replace($text, $first, $second)",
    "startswith": "$substring($text, 0, $size) = $first",
    "endswith": "$substring($text, $length($text) - $size) = $first",
}


def fstring(expr: ir.FString, at: Rules) -> Tree:
    """`f"..."`; many pieces are joined in one call."""
    pieces = tuple(const(one) if isinstance(one, str) else _formatted(one, at) for one in expr.parts)
    if len(pieces) > _MANY:
        return shape("$join($pieces, '')", pieces=("list", pieces))
    return reduce(lambda left, right: ("op", "&", left, right), pieces) if pieces else const("")


def text_of(expr: ir.Expr, at: Rules) -> Tree:
    """`str(x)`, as Python writes it."""
    it = at.value(expr, at)
    if is_bool(expr.type):
        return shape("$it ? 'True' : 'False'", it=it)
    return shape("$formatNumber($it, '0')", it=it) if is_int(expr.type) else it


def method(expr: ir.MethodCall, at: Rules) -> Tree:
    """A method of text."""
    arguments = [at.value(one, at) for one in expr.args]
    given: dict[str, Tree] = dict(zip(("first", "second"), arguments, strict=False))
    if arguments:
        known = expr.args[0].value if isinstance(expr.args[0], ir.Const) else None
        given["size"] = const(len(known)) if isinstance(known, str) else shape("$length($it)", it=arguments[0])
    return shape(_METHODS[expr.method], text=at.value(expr.base, at), **given)


def _formatted(part: ir.FormatPart, at: Rules) -> Tree:
    found = _SPEC.fullmatch(part.spec)
    assert found is not None
    if found["places"]:
        return _fixed(part.value, found, at)
    if found["zero"]:
        return _zero_padded(at.value(part.value, at), int(found["width"]))
    if found["width"]:
        to_left = found["side"] == "<" or (not found["side"] and is_text(part.value.type))
        width = const(int(found["width"]) if to_left else -int(found["width"]))
        return shape("$pad($text, $width)", text=text_of(part.value, at), width=width)
    if not part.spec:
        return text_of(part.value, at)
    picture = const("#,##0" if found["comma"] else "0")
    return shape("$formatNumber($it, $picture)", it=at.value(part.value, at), picture=picture)


def _zero_padded(x: Tree, width: int) -> Tree:
    below = "'-' & $pad($formatNumber(-$x, '0'), $shorter, '0')"
    pattern = f"$x < 0 ? {below} : $pad($formatNumber($x, '0'), $width, '0')"
    return shape(pattern, x=x, shorter=const(1 - width), width=const(-width))


def _fixed(expr: ir.Expr, found: re.Match[str], at: Rules) -> Tree:
    places = int(found["places"])
    picture = const(("#,##0" if found["comma"] else "0") + ("." + "0" * places if places else ""))
    number = at.value(expr, at)
    if found["kind"] == "%":
        number = shape("$number * 100", number=number)
    if is_int(expr.type):
        text = shape("$formatNumber($number, $picture)", number=number, picture=picture)
    else:
        shown = "($x < 0 ? '-' : '') & $formatNumber($abs($rounded), $picture)"
        text = shape(shown, x=number, rounded=half_to_even(number, places), picture=picture)
    return shape("$text & '%'", text=text) if found["kind"] == "%" else text
