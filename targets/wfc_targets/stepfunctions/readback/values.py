"""The value of a typed expression as a tree of JSONata: what an output has to say for it, in comparable steps.

Written from docs/expressions.md, apart from the printer in `jsonata/`, which is under test.
"""

from typing import assert_never

from wfc.ir import expressions as ir
from wfc.ir import types
from wfc_targets.stepfunctions.readback import lists, numbers, texts
from wfc_targets.stepfunctions.readback.kinds import (
    holds_list,
    holds_object,
    is_bool,
    is_int,
    is_list,
    is_number,
    is_object,
    is_text,
    item_of,
)
from wfc_targets.stepfunctions.readback.roots import root
from wfc_targets.stepfunctions.readback.rules import Rules
from wfc_targets.stepfunctions.readback.syntax import Tree, const
from wfc_targets.stepfunctions.readback.trees import function, shape

_COMPARED = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_VIEWS = {"keys", "values", "items"}


def value(expr: ir.Expr, at: Rules) -> Tree:
    """What the expression evaluates to."""
    match expr:
        case ir.Const():
            return const(expr.value)
        case ir.Local():
            return ("var", f"local:{expr.name}")
        case ir.Name() | ir.StepOutput() | ir.StepDone():
            return root(expr, at.standing, at.absent)
        case ir.Attribute():
            return _attribute(expr, at)
        case ir.Item():
            return _item(expr, at)
        case ir.ListDisplay():
            return ("list", tuple(lists.element(one, at) for one in expr.items))
        case ir.DictDisplay():
            return _dict(expr, at)
        case ir.Negate():
            return ("neg", value(expr.operand, at))
        case ir.Not():
            return shape("$not($it)", it=truth(expr.operand, at))
        case ir.Binary():
            return numbers.binary(expr, at)
        case ir.Logical():
            return _logical(expr, at)
        case ir.Compare():
            return _compare(expr, at)
        case ir.IsNone():
            return ("op", "!=" if expr.negated else "=", value(expr.operand, at), const(None))
        case ir.Conditional():
            return ("if", truth(expr.test, at), value(expr.then, at), value(expr.orelse, at))
        case ir.FString():
            return texts.fstring(expr, at)
        case ir.BuiltinCall():
            return _builtin(expr, at)
        case ir.MethodCall():
            return _method(expr, at)
        case ir.Comprehension():
            return lists.comprehension(expr, at)
        case _:
            assert_never(expr)


def truth(expr: ir.Expr, at: Rules) -> Tree:
    """Its truth, which is Python's."""
    match expr:
        case ir.Logical():
            return ("op", expr.op, truth(expr.left, at), truth(expr.right, at))
        case ir.Not():
            return shape("$not($it)", it=truth(expr.operand, at))
        case _:
            return _truth_of(value(expr, at), expr.type)


def _truth_of(it: Tree, of: types.Type) -> Tree:
    if is_bool(of):
        return it
    if is_number(of):
        return shape("$it != 0", it=it)
    if is_text(of):
        return shape("$it != ''", it=it)
    if is_list(of):
        return shape("$count($it) > 0", it=it)
    if isinstance(of, types.Optional) and is_list(of.of):
        return shape("$it != null and $count($it) > 0", it=it)
    return shape("$boolean($it)", it=it)


def found_item(expr: ir.Item, at: Rules) -> Tree:
    """The item, or nothing."""
    base, index = value(expr.base, at), value(expr.index, at)
    by_number = is_int(expr.index.type)
    if is_text(expr.base.type):
        return _character(base, index, expr.index)
    if isinstance(expr.base.type, types.Any):
        if not by_number:
            return shape("$type($json) = 'object' ? $lookup($json, $key)", json=base, key=index)
        character = _character(base, index, expr.index)
        text = shape("$type($json) = 'string' ? $character", json=base, character=character)
        return shape("$type($json) = 'array' ? $json[$index] : $text", json=base, index=index, text=text)
    return ("at", base, index) if by_number else shape("$lookup($base, $key)", base=base, key=index)


def _character(text: Tree, index: Tree, written: ir.Expr) -> Tree:
    inside = "$index < $length($text) and $index >= -$length($text)"
    if isinstance(written, ir.Const) and isinstance(written.value, int):
        known = const(abs(written.value))
        inside = "$known < $length($text)" if written.value >= 0 else "$known <= $length($text)"
        return shape(f"{inside} ? $substring($text, $index, 1)", text=text, index=index, known=known)
    return shape(f"{inside} ? $substring($text, $index, 1)", text=text, index=index)


def _item(expr: ir.Item, at: Rules) -> Tree:
    found = found_item(expr, at)
    if not at.may_miss(expr):
        return found
    reason = "index out of range" if is_int(expr.index.type) else "no such key"
    return shape("$exists($it) ? $it : $error($reason)", it=found, reason=const(reason))


def _attribute(expr: ir.Attribute, at: Rules) -> Tree:
    read = shape("$lookup($base, $name)", base=value(expr.base, at), name=const(expr.alias))
    known, default = at.default_of(expr)
    if not known:
        return read
    return shape("$exists($it) ? $it : $default", it=read, default=written_out(default))


def written_out(default: object) -> Tree:
    """A JSON value as it is written in JSONata."""
    match default:
        case list():
            return ("list", tuple(written_out(one) for one in default))
        case dict():
            return ("dict", tuple((const(key), written_out(one)) for key, one in default.items()))
        case _:
            return const(default)


def _dict(expr: ir.DictDisplay, at: Rules) -> Tree:
    pieces: list[Tree] = []
    known: dict[Tree, Tree] = {}
    for entry in expr.entries:
        if isinstance(entry.key, ir.Const):
            known[value(entry.key, at)] = value(entry.value, at)
            continue
        pieces, known = [*pieces, *_pairs(known)], {}
        one = value(entry.value, at)
        pieces.append(one if entry.key is None else ("dict", ((value(entry.key, at), one),)))
    pieces += _pairs(known)
    if all(isinstance(entry.key, ir.Const) for entry in expr.entries):
        return pieces[0] if pieces else ("dict", ())
    return shape("$merge($pieces)", pieces=("list", tuple(pieces)))


def _pairs(known: dict[Tree, Tree]) -> list[Tree]:
    return [("dict", tuple(known.items()))] if known else []


def _logical(expr: ir.Logical, at: Rules) -> Tree:
    if is_bool(expr.left.type) and is_bool(expr.right.type):
        return truth(expr, at)
    left, right = value(expr.left, at), value(expr.right, at)
    pattern = "$test ? $right : $left" if expr.op == "and" else "$test ? $left : $right"
    return shape(pattern, test=_truth_of(left, expr.left.type), left=left, right=right)


def _compare(expr: ir.Compare, at: Rules) -> Tree:
    match expr.op:
        case "in":
            return _membership(expr, at)
        case "not in":
            return shape("$not($it)", it=_membership(expr, at))
        case op:
            return ("op", _COMPARED[op], value(expr.left, at), value(expr.right, at))


def _membership(expr: ir.Compare, at: Rules) -> Tree:
    wanted, whole = value(expr.left, at), value(expr.right, at)
    if is_text(expr.right.type):
        return shape("$contains($whole, $wanted)", whole=whole, wanted=wanted)
    if is_object(expr.right.type):
        return shape("$exists($lookup($whole, $wanted))", whole=whole, wanted=wanted)
    items, item = lists.items_of(expr.right, at), item_of(expr.right.type)
    if not (holds_list(item) or holds_object(item)):
        return ("op", "in", wanted, items)
    same = function(("found", "one"), shape("$found ? true : $one = $wanted", wanted=wanted))
    return shape("$reduce($items, $same, false)", items=items, same=same)


def _builtin(expr: ir.BuiltinCall, at: Rules) -> Tree:
    match expr.function:
        case "len":
            return lists.length(expr.args[0], at)
        case "abs":
            return shape("$abs($it)", it=value(expr.args[0], at))
        case "sum":
            return shape("$sum($items)", items=lists.items_of(expr.args[0], at))
        case "min" | "max":
            return lists.extreme(expr, at)
        case "sorted":
            ordered = shape("$sort($items)", items=lists.items_of(expr.args[0], at))
            return shape("$reverse($ordered)", ordered=ordered) if expr.reverse else ordered
        case "round":
            return numbers.rounded(expr, at)
        case "str":
            return texts.text_of(expr.args[0], at)
        case "int":
            return numbers.to_int(expr, at)
        case "float":
            return value(expr.args[0], at)
        case "bool":
            return truth(expr.args[0], at)
        case "any" | "all":
            return lists.quantifier(expr, at)
        case _:
            assert_never(expr.function)


def _method(expr: ir.MethodCall, at: Rules) -> Tree:
    if expr.method in _VIEWS:
        return lists.items_of(expr, at)
    if expr.method == "join":
        items = lists.items_of(expr.args[0], at)
        return shape("$join($items, $between)", items=items, between=value(expr.base, at))
    if expr.method == "get":
        found = shape("$lookup($base, $key)", base=value(expr.base, at), key=value(expr.args[0], at))
        default = value(expr.args[1], at) if len(expr.args) == 2 else const(None)
        return shape("$exists($it) ? $it : $default", it=found, default=default)
    return texts.method(expr, at)
