"""Expressions of the core, and those that were emitted, as one text that is equal when they mean the same.

Everything has its parentheses; the variables of comprehensions are numbered by depth; a field is read by its key. What
the emitted names stand for is the business of `names`.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import TypeAlias, assert_never, final

from wfc.ir import expressions as ir
from wfc.ir.fallible import is_fallible
from wfc.ir.parts import walk
from wfc_targets.airflow.readback.patterns import Unread, literal, shown

Locals: TypeAlias = Mapping[str, str]


@final
@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """An expression as text. `guarded`: it may fail, so that it must be evaluated where that makes an
    `ExpressionError`; None where everything is.
    """

    text: str
    guarded: bool | None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Written):
            return NotImplemented
        alike = self.guarded == other.guarded or None in (self.guarded, other.guarded)
        return alike and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"{self.text} (guarded)" if self.guarded else self.text


class Writer:
    """Writes expressions of the core, and remembers whether one of them asks if a step has succeeded."""

    def __init__(self) -> None:
        self.asks = False

    def __call__(self, expr: ir.Expr) -> Written | None:
        """Empty text says as much as none."""
        if isinstance(expr, ir.Const) and expr.value == "":
            return None
        self.asks = self.asks or any(map(_asks, walk(expr)))
        return Written(_written(expr, {}), is_fallible(expr))


def _asks(part: ir.Expr) -> bool:
    return isinstance(part, ir.StepDone) or (isinstance(part, ir.StepOutput) and not part.certain)


def _written(expr: ir.Expr, local: Locals) -> str:
    def text(part: ir.Expr) -> str:
        return _written(part, local)

    match expr:
        case ir.Const():
            return _constant(expr.value)
        case ir.Name():
            return expr.name
        case ir.Local():
            return local[expr.name]
        case ir.StepOutput():
            return f"steps[{expr.step!r}]"
        case ir.StepDone():
            return f"done({expr.step!r})"
        case ir.Attribute():
            return f"{text(expr.base)}[{expr.alias!r}]"
        case ir.Item():
            return f"{text(expr.base)}[{text(expr.index)}]"
        case ir.ListDisplay():
            return f"[{', '.join(map(text, expr.items))}]"
        case ir.DictDisplay():
            return f"{{{', '.join(_entry(one.key and text(one.key), text(one.value)) for one in expr.entries)}}}"
        case ir.FString():
            return _joined([one if isinstance(one, str) else (text(one.value), one.spec) for one in expr.parts])
        case ir.BuiltinCall():
            flags = ["reverse=True"] if expr.reverse else []
            return f"{expr.function}({', '.join([*map(text, expr.args), *flags])})"
        case ir.MethodCall():
            return f"{text(expr.base)}.{expr.method}({', '.join(map(text, expr.args))})"
        case ir.Comprehension():
            return _comprehension(expr, local)
        case _:
            return f"({_operation(expr, text)})"


def _operation(
    expr: ir.Negate | ir.Not | ir.IsNone | ir.Conditional | ir.Binary | ir.Logical | ir.Compare,
    text: Callable[[ir.Expr], str],
) -> str:
    match expr:
        case ir.Negate():
            return f"-{text(expr.operand)}"
        case ir.Not():
            return f"not {text(expr.operand)}"
        case ir.IsNone():
            return f"{text(expr.operand)} {'is not' if expr.negated else 'is'} None"
        case ir.Conditional():
            return f"{text(expr.then)} if {text(expr.test)} else {text(expr.orelse)}"
        case ir.Logical():
            return f" {expr.op} ".join(map(text, _operands(expr, expr.op)))
        case ir.Binary() | ir.Compare():
            return f"{text(expr.left)} {expr.op} {text(expr.right)}"
        case _:
            assert_never(expr)


def _operands(expr: ir.Expr, op: str) -> list[ir.Expr]:
    """How `a or (b or c)` is grouped makes no difference."""
    if isinstance(expr, ir.Logical) and expr.op == op:
        return [*_operands(expr.left, op), *_operands(expr.right, op)]
    return [expr]


def _comprehension(expr: ir.Comprehension, local: Locals) -> str:
    inside = _numbered(expr.targets, local)
    key = expr.key and _written(expr.key, inside)
    tests = [_written(one, inside) for one in expr.conditions]
    targets = [inside[one] for one in expr.targets]
    return _loop(key, _written(expr.element, inside), targets, _written(expr.iterable, local), tests)


def _numbered(targets: tuple[str, ...], local: Locals) -> dict[str, str]:
    return {**local, **{name: f"v{len(local) + place}" for place, name in enumerate(targets)}}


def _loop(key: str | None, element: str, targets: list[str], over: str, tests: list[str]) -> str:
    text = f"{_entry(key, element) if key else element} for {', '.join(targets)} in {over}"
    text += "".join(f" if {one}" for one in tests)
    return f"{{{text}}}" if key else f"[{text}]"


def _entry(key: str | None, value: str) -> str:
    return f"{key}: {value}" if key else f"**{value}"


def _constant(value: object) -> str:
    negative = isinstance(value, int | float) and repr(value).startswith("-")
    return f"(-{repr(value)[1:]})" if negative else repr(value)


def _joined(pieces: list[str | tuple[str, str]]) -> str:
    """Formatted text: adjacent literals as one."""
    found: list[str | tuple[str, str]] = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(last := found[-1], str):
            found[-1] = last + piece
        elif piece:
            found.append(piece)
    return f"text({', '.join(repr(one) if isinstance(one, str) else ':'.join(one) for one in found)})"


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
            return _constant(value)
        case ast.Name(id=name):
            return local.get(name, f"unknown name {name}")
        case ast.Subscript(value=base, slice=index):
            return f"{text(base)}[{text(index)}]"
        case ast.List(elts=items):
            return f"[{', '.join(map(text, items))}]"
        case ast.Dict(keys=keys, values=values):
            return f"{{{', '.join(_entry(key and text(key), text(one)) for key, one in zip(keys, values, strict=True))}}}"
        case ast.JoinedStr(values=parts):
            return _joined([_read_piece(part, text) for part in parts])
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
            return _joined(_filled(template, [text(one) for one in node.args]))
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
    [loop] = node.generators
    targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
    inside = _numbered(tuple(shown(one) for one in targets), local)
    key, element = (node.key, node.value) if isinstance(node, ast.DictComp) else (None, node.elt)
    tests = [read(one, named, inside) for one in loop.ifs]
    over = read(loop.iter, named, local)
    names = [inside[shown(one)] for one in targets]
    return _loop(key and read(key, named, inside), read(element, named, inside), names, over, tests)
