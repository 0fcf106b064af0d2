"""Lists, comprehensions and what goes through them as trees of JSONata, which flattens lists inside lists."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from wfc.ir import expressions as ir
from wfc.ir import types
from wfc_targets.stepfunctions.readback.kinds import (
    holds_list,
    holds_null,
    is_list,
    is_object,
    is_text,
    item_of,
)
from wfc_targets.stepfunctions.readback.rules import Rules
from wfc_targets.stepfunctions.readback.syntax import Tree, const
from wfc_targets.stepfunctions.readback.trees import function, shape


@final
@dataclass(frozen=True, slots=True)
class Loop:
    """What a comprehension goes through, its variable, and what its other variables are in terms of that. `plain`: no
    item is null or a list."""

    items: Tree
    variable: str
    bound: Callable[[Tree], Tree]
    plain: bool


def loop_over(expr: ir.Expr, targets: tuple[str, ...], at: Rules) -> Loop:
    """The loop through a list, or through the keys of a dict."""
    match expr:
        case ir.MethodCall(method="values" | "items" as view):
            of = at.value(expr.base, at)
            variable = f"local:{targets[0]}" if view == "items" else "key"
            found = shape("$lookup($of, $key)", of=of, key=("var", variable))
            last = f"local:{targets[-1]}"
            return Loop(shape("[$keys($of)]", of=of), variable, lambda body: _with(last, found, body), plain=True)
        case _:
            item = item_of(expr.type)
            plain = not (holds_list(item) or holds_null(item))
            return Loop(items_of(expr, at), f"local:{targets[0]}", lambda body: body, plain)


def _with(name: str, value: Tree, body: Tree) -> Tree:
    return ("block", (("let", name, value), body))


def items_of(expr: ir.Expr, at: Rules) -> Tree:
    """What one goes through, as a list."""
    match expr:
        case ir.MethodCall(method="keys"):
            return shape("[$keys($of)]", of=at.value(expr.base, at))
        case ir.MethodCall(method="values"):
            return comprehension(_itself(expr, "value"), at)
        case _ if is_object(expr.type):
            return shape("[$keys($of)]", of=at.value(expr, at))
        case _:
            return at.value(expr, at)


def _itself(expr: ir.Expr, name: str) -> ir.Comprehension:
    """`[item for item in xs]`."""
    item = expr.type.item if isinstance(expr.type, types.List) else types.Any()
    local = ir.Local(name=name, type=item, span=expr.span)
    return ir.Comprehension(
        key=None,
        element=local,
        targets=(name,),
        iterable=expr,
        conditions=(),
        type=types.List(item),
        span=expr.span,
    )


def element(expr: ir.Expr, at: Rules) -> Tree:
    """An item of a list that is written out, wrapped if it would be flattened there."""
    it = at.value(expr, at)
    if not holds_list(expr.type) or _keeps_brackets(expr, it):
        return it
    if is_list(expr.type):
        return ("list", (it,))
    return shape("$type($it) = 'array' ? [[$it]] : $it", it=it)


def _keeps_brackets(expr: ir.Expr, it: Tree) -> bool:
    """Is it a list that is written out itself?"""
    if isinstance(expr, ir.Comprehension) and isinstance(expr.iterable, ir.MethodCall):
        named = expr.iterable.method in {"values", "items"} and not is_simple(expr.iterable.base)
        return it[0] == "list" and not named
    return isinstance(expr, ir.ListDisplay | ir.Comprehension) and it[0] == "list"


def is_simple(expr: ir.Expr) -> bool:
    """A name, a constant, a field of one."""
    match expr:
        case ir.Attribute():
            return is_simple(expr.base)
        case _:
            return isinstance(expr, ir.Const | ir.Name | ir.Local | ir.StepOutput)


def comprehension(expr: ir.Comprehension, at: Rules) -> Tree:
    """`[e for x in xs if c]`, `{k: v for x in xs if c}`."""
    loop, at = loop_over(expr.iterable, expr.targets, at), at.inside(expr)
    if expr.key is not None:
        return _dict(expr, expr.key, loop, at)
    if holds_list(expr.element.type) or (expr.conditions and not loop.plain):
        added = shape("$append($result, $one)", one=("list", (element(expr.element, at),)))
        return _reduced(expr, loop, added, ("list", ()), at)
    kept = _filtered(expr, loop, at)
    itself = isinstance(expr.element, ir.Local) and f"local:{expr.element.name}" == loop.variable
    if itself and expr.conditions:
        return ("list", (kept,))
    return ("list", (_mapped(kept, loop, at.value(expr.element, at)),))


def _dict(expr: ir.Comprehension, key: ir.Expr, loop: Loop, at: Rules) -> Tree:
    pair: Tree = ("dict", ((at.value(key, at), at.value(expr.element, at)),))
    if expr.conditions and not loop.plain:
        return _reduced(expr, loop, shape("$merge([$result, $pair])", pair=pair), ("dict", ()), at)
    return shape("$merge([$pairs])", pairs=_mapped(_filtered(expr, loop, at), loop, pair))


def _filtered(expr: ir.Comprehension, loop: Loop, at: Rules) -> Tree:
    if not expr.conditions:
        return loop.items
    kept = function((loop.variable,), loop.bound(_all(expr, at)))
    return shape("$filter($items, $kept)", items=loop.items, kept=kept)


def _mapped(items: Tree, loop: Loop, body: Tree) -> Tree:
    return shape("$map($items, $made)", items=items, made=function((loop.variable,), loop.bound(body)))


def _all(expr: ir.Comprehension, at: Rules) -> Tree:
    first, *others = (at.truth(one, at) for one in expr.conditions)
    for other in others:
        first = ("op", "and", first, other)
    return first


def _reduced(expr: ir.Comprehension, loop: Loop, added: Tree, initial: Tree, at: Rules) -> Tree:
    if expr.conditions:
        added = shape("$kept ? $added : $result", kept=_all(expr, at), added=added)
    return _reduce(loop, added, initial)


def _reduce(loop: Loop, body: Tree, initial: Tree) -> Tree:
    one = function(("result", loop.variable), loop.bound(body))
    return shape("$reduce($items, $one, $initial)", items=loop.items, one=one, initial=initial)


def quantifier(expr: ir.BuiltinCall, at: Rules) -> Tree:
    """`any(...)` and `all(...)`."""
    argument = expr.args[0] if isinstance(expr.args[0], ir.Comprehension) else _itself(expr.args[0], "item")
    loop, at = loop_over(argument.iterable, argument.targets, at), at.inside(argument)
    undecided = const(expr.function == "all")
    tested = at.truth(argument.element, at)
    if argument.conditions:
        tested = shape("$kept ? $tested : $undecided", kept=_all(argument, at), tested=tested, undecided=undecided)
    pattern = "$result ? true : $tested" if expr.function == "any" else "$result ? $tested : false"
    return _reduce(loop, shape(pattern, tested=tested), undecided)


def length(expr: ir.Expr, at: Rules) -> Tree:
    """`len(x)`."""
    if is_text(expr.type):
        return shape("$length($it)", it=at.value(expr, at))
    if is_object(expr.type):
        return shape("$count($keys($it))", it=at.value(expr, at))
    return shape("$count($it)", it=items_of(expr, at))


def extreme(expr: ir.BuiltinCall, at: Rules) -> Tree:
    """`min` and `max`."""
    if len(expr.args) != 1:
        return _extreme_of(expr, ("list", tuple(at.value(one, at) for one in expr.args)))
    items = items_of(expr.args[0], at)
    found, reason = _extreme_of(expr, items), const(f"{expr.function} of nothing")
    return shape("$count($items) = 0 ? $error($reason) : $found", items=items, reason=reason, found=found)


def _extreme_of(expr: ir.BuiltinCall, items: Tree) -> Tree:
    if is_text(expr.type):
        return ("at", shape("$sort($items)", items=items), const(0 if expr.function == "min" else -1))
    return ("call", ("var", expr.function), (items,))
