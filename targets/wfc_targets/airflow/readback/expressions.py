"""Emitted expressions as the text that `written` makes of those of the core.

What the emitted names stand for is the business of `names`.
"""

import ast
from collections.abc import Callable
from string import Formatter
from typing import TypeAlias

from wfc_targets.airflow.readback.patterns import Unread, literal, shown
from wfc_targets.airflow.readback.phrases import Locals, constant, entry, joined, loop, numbered

Named: TypeAlias = Callable[[ast.expr], str | None]
"""What an emitted name, or a look-up in one, stands for; None for what is no name of the flow."""

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.And: "and", ast.Or: "or", ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">",
    ast.GtE: ">=", ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not", ast.USub: "-", ast.Not: "not ",
}  # fmt: skip
_OVER_ANY = frozenset({"any", "all", "sum", "min", "max", "sorted", "join"})
"""What takes a generator as it takes a list."""


def read(node: ast.expr, named: Named, local: Locals | None = None) -> str:
    """An emitted expression."""
    local = local or {}

    def text(part: ast.expr) -> str:
        return read(part, named, local)

    if not (isinstance(node, ast.Name) and node.id in local) and (known := named(node)):
        return known
    match node:
        case ast.Constant(value=value):
            return constant(value)
        case ast.Name(id=name):
            return local.get(name, f"unknown name {name}")
        case ast.Subscript(value=base, slice=index):
            return f"{text(base)}[{text(index)}]"
        case ast.List(elts=items):
            return f"[{', '.join(map(text, items))}]"
        case ast.Dict(keys=keys, values=values):
            pairs = zip([None if one is None else text(one) for one in keys], map(text, values), strict=True)
            return f"{{{', '.join(entry(key, value) for key, value in pairs)}}}"
        case ast.JoinedStr(values=parts):
            return joined([_read_piece(part, text) for part in parts])
        case ast.Call():
            return _read_call(node, text)
        case ast.ListComp() | ast.DictComp():
            return _read_loop(node, named, local)
        case _:
            return f"({_read_operation(node, text)})"


def _read_operation(node: ast.expr, text: Callable[[ast.expr], str]) -> str:
    match node:
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _OPERATORS:
            return f"{_OPERATORS[type(op)]}{text(operand)}"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return f"{text(left)} {_OPERATORS[type(op)]} {text(right)}"
        case ast.BoolOp(op=op):
            return f" {_OPERATORS[type(op)]} ".join(map(text, _read_operands(node, type(op))))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return f"{text(left)} {_OPERATORS[type(op)]} {text(right)}"
        case ast.Compare():
            return " and ".join(map(text, _read_operands(node, ast.And)))
        case ast.IfExp(test=test, body=then, orelse=orelse):
            return f"{text(then)} if {text(test)} else {text(orelse)}"
        case _:
            raise Unread(f"unknown expression {shown(node)}")


def _read_operands(node: ast.expr, op: type[ast.boolop]) -> list[ast.expr]:
    """`a < b < c` is `a < b and b < c`."""
    match node:
        case ast.BoolOp(op=own, values=values) if isinstance(own, op):
            return [one for value in values for one in _read_operands(value, op)]
        case ast.Compare(left=left, ops=[_, _, *_] as ops, comparators=sides) if op is ast.And:
            tests = zip([left, *sides[:-1]], ops, sides, strict=True)
            return [ast.Compare(left=one, ops=[by], comparators=[two]) for one, by, two in tests]
        case _:
            return [node]


def _read_call(node: ast.Call, text: Callable[[ast.expr], str]) -> str:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(template)), attr="format"), keywords=[]):
            return joined(_filled(template, [text(one) for one in node.args]))
        case ast.Call(func=ast.Name(id=name)) if not node.keywords or name == "sorted":
            flags = [f"{one.arg}={literal(one.value)!r}" for one in node.keywords]
            return f"{name}({', '.join([*_arguments(name, node, text), *flags])})"
        case ast.Call(func=ast.Attribute(value=base, attr=name), keywords=[]):
            return f"{text(base)}.{name}({', '.join(_arguments(name, node, text))})"
        case _:
            raise Unread(f"unknown call {shown(node)}")


def _arguments(name: str, node: ast.Call, text: Callable[[ast.expr], str]) -> list[str]:
    match node.args:
        case [ast.GeneratorExp(elt=element, generators=loops)] if name in _OVER_ANY:
            return [text(ast.ListComp(elt=element, generators=loops))]
        case _:
            return list(map(text, node.args))


def _filled(template: str, values: list[str]) -> list[str | tuple[str, str]]:
    pieces: list[str | tuple[str, str]] = []
    left = iter(values)
    for before, name, spec, _ in Formatter().parse(template):
        pieces += [before, *([] if name is None else [(next(left, "nothing"), spec or "")])]
    return [*pieces, *left]


def _read_piece(part: ast.expr, text: Callable[[ast.expr], str]) -> str | tuple[str, str]:
    match part:
        case ast.Constant(value=str(piece)):
            return piece
        case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
            return text(value), ""
        case ast.FormattedValue(value=value, conversion=-1, format_spec=ast.JoinedStr(values=[spec])):
            return text(value), str(literal(spec))
        case _:
            raise Unread(f"unknown formatting {shown(part)}")


def _read_loop(node: ast.ListComp | ast.DictComp, named: Named, local: Locals) -> str:
    [one] = node.generators
    targets = tuple(map(shown, one.target.elts if isinstance(one.target, ast.Tuple) else [one.target]))
    inside = numbered(targets, local)
    key = read(node.key, named, inside) if isinstance(node, ast.DictComp) else None
    element = read(node.value if isinstance(node, ast.DictComp) else node.elt, named, inside)
    tests = [read(test, named, inside) for test in one.ifs]
    return loop(key, element, [inside[target] for target in targets], read(one.iter, named, local), tests)
