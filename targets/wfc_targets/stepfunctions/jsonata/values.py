"""Prints the value of any expression: the table of contents of this package."""

from typing import assert_never

from wfc.emit.quote import jsonata_string
from wfc.ir import expressions as ir
from wfc_targets.stepfunctions.jsonata import access, lists, numbers, strings
from wfc_targets.stepfunctions.jsonata.dicts import dict_display
from wfc_targets.stepfunctions.jsonata.kinds import is_bool, is_object, is_text
from wfc_targets.stepfunctions.jsonata.place import (
    COMPARISON,
    NEGATION,
    PATH,
    TERNARY,
    Place,
    Text,
    bind,
    block,
    call,
    failure,
    given,
    within,
)
from wfc_targets.stepfunctions.jsonata.truth import negated, truth, truth_of

COMPARISONS = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def value(expr: ir.Expr, place: Place) -> Text:
    """JSONata that evaluates to what the expression does, or fails where it does."""
    match expr:
        case ir.Const():
            return _const(expr)
        case ir.Name() | ir.Local() | ir.StepOutput() | ir.StepDone():
            return _root(expr, place)
        case ir.Attribute():
            return access.attribute(expr, place)
        case ir.Item():
            return access.item(expr, place)
        case ir.ListDisplay():
            return lists.list_display(expr, place)
        case ir.DictDisplay():
            return dict_display(expr, place)
        case ir.Negate():
            return numbers.negation(expr, place)
        case ir.Not():
            return negated(expr, place)
        case ir.Binary():
            return numbers.binary(expr, place)
        case ir.Logical():
            return _logical(expr, place)
        case ir.Compare():
            return _compare(expr, place)
        case ir.IsNone():
            return Text(
                f"{place.within(expr.operand, COMPARISON + 1)} {'!=' if expr.negated else '='} null", COMPARISON
            )
        case ir.Conditional():
            return _conditional(expr, place)
        case ir.FString():
            return strings.fstring(expr, place)
        case ir.BuiltinCall():
            return _builtin(expr, place)
        case ir.MethodCall():
            return _method(expr, place)
        case ir.Comprehension():
            return lists.comprehension(expr, place)
        case _:
            assert_never(expr)


def _root(expr: ir.Name | ir.Local | ir.StepOutput | ir.StepDone, place: Place) -> Text:
    match expr:
        case ir.Name():
            return given(place.names.roots[expr.name])
        case ir.Local():
            return Text(place.local[expr.name], PATH)
        case ir.StepOutput():
            return given(place.names.step_output(expr.step, expr.certain))
        case ir.StepDone():
            return given(place.names.step_done(expr.step))
        case _:
            assert_never(expr)


def _const(expr: ir.Const) -> Text:
    match expr.value:
        case None:
            return Text("null", PATH)
        case bool():
            return Text("true" if expr.value else "false", PATH)
        case str():
            return Text(jsonata_string(expr.value), PATH)
        case number:
            return Text(repr(number), NEGATION if number < 0 else PATH)


def _logical(expr: ir.Logical, place: Place) -> Text:
    """A truth value when both sides are, else the value of one of them."""
    if is_bool(expr.left.type) and is_bool(expr.right.type):
        return truth(expr, place)

    def chosen(left: str) -> Text:
        test = within(truth_of(Text(left, PATH), expr.left.type), TERNARY + 1)
        right = place.value(expr.right).text
        return Text(f"{test} ? {right} : {left}" if expr.op == "and" else f"{test} ? {left} : {right}", TERNARY)

    return bind(place, {"left": expr.left}, chosen)


def _compare(expr: ir.Compare, place: Place) -> Text:
    match expr.op:
        case "in":
            return lists.membership(expr, place)
        case "not in":
            return call("not", lists.membership(expr, place).text)
        case op:
            left, right = (place.within(side, COMPARISON + 1) for side in (expr.left, expr.right))
            return Text(f"{left} {COMPARISONS[op]} {right}", COMPARISON)


def _conditional(expr: ir.Conditional, place: Place) -> Text:
    test = within(place.test(expr.test), TERNARY + 1)
    then, orelse = place.within(expr.then, TERNARY + 1), place.value(expr.orelse).text
    return Text(f"{test} ? {then} : {orelse}", TERNARY)


def _builtin(expr: ir.BuiltinCall, place: Place) -> Text:
    match expr.function:
        case "len":
            return _length(expr.args[0], place)
        case "abs":
            return call("abs", place.value(expr.args[0]).text)
        case "sum":
            return call("sum", lists.items_of(expr.args[0], place))
        case "min" | "max":
            return _extreme(expr, place)
        case "sorted":
            ordered = call("sort", lists.items_of(expr.args[0], place))
            return call("reverse", ordered.text) if expr.reverse else ordered
        case "round":
            return numbers.rounded(expr, place)
        case "str":
            return strings.text_of(expr.args[0], place)
        case "int":
            return numbers.to_int(expr, place)
        case "float":
            return place.value(expr.args[0])
        case "bool":
            return place.test(expr.args[0])
        case "any" | "all":
            return lists.quantifier(expr, place)
        case _:
            assert_never(expr.function)


def _length(expr: ir.Expr, place: Place) -> Text:
    if is_text(expr.type):
        return call("length", place.value(expr).text)
    if is_object(expr.type):
        return call("count", f"$keys({place.value(expr).text})")
    return call("count", lists.items_of(expr, place))


def _extreme(expr: ir.BuiltinCall, place: Place) -> Text:
    if len(expr.args) != 1:
        values = ", ".join(place.value(argument).text for argument in expr.args)
        return _extreme_of(expr, f"[{values}]")
    bindings, items = lists.once(lists.items_of(expr.args[0], place), expr.args[0], "items", place)
    found = _extreme_of(expr, items)
    guarded = Text(f"$count({items}) = 0 ? {failure(f'{expr.function} of nothing')} : {found.text}", TERNARY)
    return block(bindings, guarded) if bindings else guarded


def _extreme_of(expr: ir.BuiltinCall, items: str) -> Text:
    if not is_text(expr.type):
        return call(expr.function, items)
    return Text(f"$sort({items})[{0 if expr.function == 'min' else -1}]", PATH)


def _method(expr: ir.MethodCall, place: Place) -> Text:
    match expr.method:
        case "get":
            return access.get(expr, place)
        case "keys" | "values" | "items":
            return Text(lists.items_of(expr, place), PATH)
        case "join":
            return call("join", lists.items_of(expr.args[0], place), place.value(expr.base).text)
        case _:
            return strings.method(expr, place)
