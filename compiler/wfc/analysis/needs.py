"""What must hold for an expression so that it does not raise: a list long enough, a key that is there, no zero."""

from dataclasses import dataclass
from typing import final

from wfc.analysis.known import counted, length_of
from wfc.analysis.numbers import least
from wfc.analysis.sizes import Sizes
from wfc.analysis.wording import told
from wfc.ir import expressions as ir
from wfc.ir.types import Any, Bool, Choices, Dict, Int, List, Record, Str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """A part that may raise: it does unless `need` holds; with None, no test can be written in a lambda.

    `when` completes "it raises when ..."; `guard` is the test as Python, empty where there is none.
    """

    part: ir.Expr
    need: ir.Expr | None
    when: str
    guard: str


def risk_of(expr: ir.Expr, sizes: Sizes) -> Risk | None:
    """What an expression that is fallible by its types needs, given its parts; None when its models see to it."""
    match expr:
        case ir.Item(base=base, index=index) if isinstance(base.type, List | Str):
            return _place(expr, base, index, sizes)
        case ir.Item(base=base, index=index) if isinstance(base.type, Dict | Record):
            return _key(expr, base, index)
        case ir.Item(base=base, index=ir.Const(value=int(at))) if 0 <= at < least(length_of(base), sizes):
            return None  # of a tuple whose items are of several types
        case ir.Binary(op="/" | "//" | "%", right=right) if not isinstance(expr.type, Any):
            return _divisor(expr, right, sizes)
        case ir.Binary(op="**") if not isinstance(expr.type, Any):
            return None  # the exponent is a small constant
        case ir.BuiltinCall(function="min" | "max", args=(items,)):
            return _filled(expr, items, sizes)
        case ir.BuiltinCall(function="int" | "float", args=(text,)):
            return None if _is_number(text, expr.function) else _unasked(expr, f"`{told(text)}` is not the text of one")
        case _:
            return _unasked(expr, "what is there is of another kind")


def _place(expr: ir.Expr, base: ir.Expr, index: ir.Expr, sizes: Sizes) -> Risk | None:
    """`x[i]`: the list or text must be long enough."""
    text, at = told(base), _constant(index)
    if at is None:
        at = _from_the_end(base, index)
    if at is None:
        if _is_within(index, base):
            return _filled(expr, base, sizes)
        span = expr.span
        from_start = ir.Compare(op=">=", left=index, right=_int(0, expr), type=Bool(), span=span)
        to_end = ir.Compare(op="<", left=index, right=length_of(base), type=Bool(), span=span)
        both = ir.Logical(op="and", left=from_start, right=to_end, type=Bool(), span=span)
        need = to_end if least(index, sizes) >= 0 else both
        shown = told(index)
        return Risk(part=expr, need=need, when=f"`{text}` has no `[{shown}]`", guard=f"{shown} < len({text})")
    enough = at + 1 if at >= 0 else -at
    if enough == 1:
        return _filled(expr, base, sizes)
    if least(length_of(base), sizes) >= enough:
        return None
    need = ir.Compare(op=">=", left=length_of(base), right=_int(enough, expr), type=Bool(), span=expr.span)
    return Risk(part=expr, need=need, when=f"`{text}` has fewer than {enough}", guard=f"len({text}) >= {enough}")


def _constant(index: ir.Expr) -> int | None:
    match index:
        case ir.Const(value=int(value)):
            return value
        case ir.Negate(operand=ir.Const(value=int(value))):
            return -value
        case _:
            return None


def _from_the_end(base: ir.Expr, index: ir.Expr) -> int | None:
    """`x[len(x) - 1]` is `x[-1]`."""
    match index:
        case ir.Binary(op="-", left=ir.BuiltinCall(function="len", args=(of,)), right=ir.Const(value=int(back))):
            return -back if back > 0 and told(of) == told(base) else None
        case _:
            return None


def _is_within(index: ir.Expr, base: ir.Expr) -> bool:
    """`x[i % len(x)]`."""
    match index:
        case ir.Binary(op="%", right=ir.BuiltinCall(function="len", args=(of,))):
            return told(of) == told(base)
        case _:
            return False


def _key(expr: ir.Expr, base: ir.Expr, index: ir.Expr) -> Risk | None:
    """`d[k]`: the key must be there."""
    fields = {name for name, _ in base.type.fields} if isinstance(base.type, Record) else set()
    if isinstance(index.type, Choices) and fields.issuperset(index.type.values):
        return None
    need = ir.Compare(op="in", left=index, right=base, type=Bool(), span=expr.span)
    key, text = told(index), told(base)
    return Risk(part=expr, need=need, when=f"`{text}` has no key `{key}`", guard=f"{key} in {text}")


def _divisor(expr: ir.Expr, right: ir.Expr, sizes: Sizes) -> Risk | None:
    if least(right, sizes) > 0 or _is_never_zero(right):
        return None
    need = ir.Compare(op="!=", left=right, right=_int(0, expr), type=Bool(), span=expr.span)
    if isinstance(right, ir.BuiltinCall) and right.function == "len":
        need = ir.Compare(op=">", left=length_of(right.args[0]), right=_int(0, expr), type=Bool(), span=expr.span)
    return Risk(part=expr, need=need, when=f"`{told(right)}` is 0", guard=f"{told(right)} != 0")


def _is_never_zero(expr: ir.Expr) -> bool:
    match expr:
        case ir.Const(value=int() | float() as value):
            return value != 0
        case ir.Negate(operand=operand):
            return _is_never_zero(operand)
        case ir.Logical(op="or", right=right):
            return _is_never_zero(right)
        case ir.Conditional(then=then, orelse=orelse):
            return _is_never_zero(then) and _is_never_zero(orelse)
        case _:
            return isinstance(expr.type, Choices) and 0 not in expr.type.values


def _filled(expr: ir.Expr, items: ir.Expr, sizes: Sizes) -> Risk | None:
    """There must be something in a list, dict or text."""
    length = length_of(items)
    if least(length, sizes) >= 1:
        return None
    need = ir.Compare(op=">", left=length, right=_int(0, expr), type=Bool(), span=expr.span)
    shown = told(counted(items))
    return Risk(part=expr, need=need, when=f"`{shown}` is empty", guard=f"len({shown}) > 0")


def _is_number(expr: ir.Expr, kind: str) -> bool:
    """Can every value be made a number?"""
    match expr.type:
        case Bool():
            return True
        case Choices(values=values):
            return all(_is_number_text(value, kind) for value in values)
        case _:
            return isinstance(expr, ir.Const) and _is_number_text(expr.value, kind)


def _is_number_text(value: None | bool | float | str, kind: str) -> bool:
    if value is None:
        return False
    try:
        _ = int(value) if kind == "int" else float(value)
    except ValueError:
        return False
    return True


def _unasked(expr: ir.Expr, when: str) -> Risk:
    return Risk(part=expr, need=None, when=when, guard="")


def _int(value: int, near: ir.Expr) -> ir.Const:
    return ir.Const(value=value, type=Int(), span=near.span)
