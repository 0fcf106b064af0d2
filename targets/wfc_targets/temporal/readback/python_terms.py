"""Expressions of generated code as terms (see `terms`)."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from string import Formatter
from typing import final

from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.syntax import dotted, text
from wfc_targets.temporal.readback.terms import (
    Term,
    constant,
    format_parts,
    joined,
    minus,
    negated,
    null_test,
    succeeded,
)

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
}
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}
_BUILTINS = frozenset("len abs min max sum round sorted str int float bool any all list".split())
_TAKES_GENERATOR = frozenset("any all sum min max sorted join".split())


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What code sees where it stands. `name` is the meaning of a variable; `address` the node that a text such as
    `f"pay[{index}]"` is the address of, whose indexes are right; `kept` the same where an output is read behind its
    block, `asked` where the question is whether it has succeeded; `is_told` as in `terms.Spot`.
    """

    name: Callable[[ast.Name], Term]
    address: Callable[[ast.expr], str]
    kept: Callable[[ast.expr], str]
    asked: Callable[[ast.expr], str]
    is_told: Callable[[str], bool]
    local: Mapping[str, Term] = field(default_factory=dict)


def read_term(node: ast.expr, sight: Sight) -> Term:
    """The term of an expression."""
    match node:
        case ast.Constant(value=None | bool() | int() | float() | str() as value):
            return constant(value)
        case ast.Name():
            return sight.local[node.id] if node.id in sight.local else sight.name(node)
        case ast.Attribute():
            return _attribute(node, sight)
        case ast.Subscript(value=base, slice=index):
            if dotted(base) == "self._run.outputs":
                return ("out", sight.kept(index))
            return ("item", read_term(base, sight), read_term(index, sight))
        case ast.List(elts=items):
            return ("list", *(read_term(item, sight) for item in items))
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            return ("dict", *((key and read_term(key, sight), read_term(value, sight)) for key, value in pairs))
        case ast.JoinedStr():
            return format_parts([_part(part, sight) for part in node.values])
        case ast.Call():
            return _call(node, sight)
        case ast.ListComp() | ast.DictComp():
            return _comprehension(node, sight)
        case _:
            return _operation(node, sight)


def _operation(node: ast.expr, sight: Sight) -> Term:
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return negated(read_term(operand, sight))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return minus(read_term(operand, sight))
        case ast.BoolOp(op=op, values=values):
            word = "and" if isinstance(op, ast.And) else "or"
            return joined(word, tuple(read_term(value, sight) for value in values))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return (_BINARY[type(op)], read_term(left, sight), read_term(right, sight))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return ("if", read_term(test, sight), read_term(body, sight), read_term(orelse, sight))
        case ast.Compare():
            sides = (node.left, *node.comparators)
            tests = [_compare(op, *pair, sight) for op, pair in zip(node.ops, pairwise(sides), strict=True)]
            return tests[0] if len(tests) == 1 else joined("and", tuple(tests))
        case _:
            raise misread("an expression of this kind is not expected", node)


def _compare(op: ast.cmpop, left: ast.expr, right: ast.expr, sight: Sight) -> Term:
    if isinstance(op, ast.Is | ast.IsNot):
        expect(isinstance(right, ast.Constant) and right.value is None, "`is` is for None", right)
        return null_test(read_term(left, sight), isinstance(op, ast.IsNot), sight.is_told)
    return (_COMPARE[type(op)], read_term(left, sight), read_term(right, sight))


def _attribute(node: ast.Attribute, sight: Sight) -> Term:
    if dotted(node.value) == "self._run":
        return ("final error",) if node.attr == "error" else ("attr", ("run",), node.attr)
    return ("attr", read_term(node.value, sight), node.attr)


def _part(part: ast.expr, sight: Sight) -> str | tuple[Term, str]:
    match part:
        case ast.Constant(value=str() as piece):
            return piece
        case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
            return read_term(value, sight), ""
        case ast.FormattedValue(value=value, conversion=-1, format_spec=ast.JoinedStr(values=[spec])):
            return read_term(value, sight), text(spec)
        case _:
            raise misread("a plain piece of an f-string is expected", part)


def _call(node: ast.Call, sight: Sight) -> Term:
    given = {one.arg: one.value for one in node.keywords}
    match node.func, node.args, given:
        case ast.Attribute(attr="key"), [one], {} if dotted(node.func) == "self._run.key":
            return ("key", sight.address(one))
        case ast.Attribute(attr="has_succeeded"), [one], {} if dotted(node.func) == "self._run.has_succeeded":
            return succeeded(sight.asked(one))
        case ast.Name(id="to_json"), [one], {}:
            return ("json", read_term(one, sight))
        case ast.Name(id=name), args, {} if name in _BUILTINS:
            return ("call", name, _arguments(name, args, sight), False)
        case ast.Name(id="sorted"), args, {"reverse": ast.Constant(value=True)} if len(given) == 1:
            return ("call", "sorted", tuple(read_term(one, sight) for one in args), True)
        case ast.Attribute(value=ast.Constant(value=str() as template), attr="format"), args, {}:
            return _format_call(template, args, sight)
        case ast.Attribute(value=base, attr=method), args, {}:
            return ("method", read_term(base, sight), method, *_arguments(method, args, sight))
        case _:
            raise misread("a call of this kind is not expected", node)


def _arguments(name: str, args: list[ast.expr], sight: Sight) -> tuple[Term, ...]:
    match args:
        case [ast.GeneratorExp() as one] if name in _TAKES_GENERATOR:
            return (_comprehension(one, sight),)
        case _:
            return tuple(read_term(one, sight) for one in args)


def _format_call(template: str, args: list[ast.expr], sight: Sight) -> Term:
    """`"...".format(...)` is an f-string whose values cannot stand in braces."""
    parts: list[str | tuple[Term, str]] = []
    values = iter(args)
    for literal, name, spec, conversion in Formatter().parse(template):
        parts.append(literal)
        if name is not None:
            expect(name == "" and conversion is None, f"a plain slot is expected in {template!r}")
            parts.append((read_term(next(values), sight), spec or ""))
    expect(next(values, None) is None, f"every value has a slot in {template!r}")
    return format_parts(parts)


def _comprehension(node: ast.ListComp | ast.DictComp | ast.GeneratorExp, sight: Sight) -> Term:
    expect(len(node.generators) == 1, "one `for` is expected", node)
    (loop,) = node.generators
    targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
    depth = len(sight.local)
    new: dict[str, Term] = {dotted(target): ("local", depth + at) for at, target in enumerate(targets)}
    inside = replace(sight, local={**sight.local, **new})
    key = read_term(node.key, inside) if isinstance(node, ast.DictComp) else None
    element = node.value if isinstance(node, ast.DictComp) else node.elt
    return (
        "each",
        key,
        read_term(element, inside),
        len(targets),
        read_term(loop.iter, sight),
        *(read_term(condition, inside) for condition in loop.ifs),
    )
