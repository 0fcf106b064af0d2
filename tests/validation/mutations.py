"""Faults that a programmer could make in an emitter, one small change of its source at a time."""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

Change: TypeAlias = tuple[str, Callable[[ast.AST], ast.AST | None]]
"""What a change is called, and what it makes of a copy of the node; None takes a statement away."""

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
ORDERING = ("reversed", "sorted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A module with one fault. `change` says which, with the line of the original; `source` makes the faulty text."""

    module: str
    change: str
    source: Callable[[], str]


def mutants(module: str, source: str) -> Iterator[Mutant]:
    """Every fault that can be made in a module."""
    tree = ast.parse(source)
    places = [node for node in ast.walk(tree) if not is_talk(node)]
    for number, node in enumerate(places):
        for name, change in changes(node):
            line = getattr(node, "lineno", 0)
            source = partial(changed, tree, number, change)
            yield Mutant(module=module, change=f"{module}:{line}: {name}", source=source)


def changed(tree: ast.Module, number: int, change: Callable[[ast.AST], ast.AST | None]) -> str:
    other = copy.deepcopy(tree)
    chosen = [node for node in ast.walk(other) if not is_talk(node)][number]
    return ast.unparse(ast.fix_missing_locations(_Exchange(chosen, change(chosen)).visit(other)))


class _Exchange(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST | None) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is not self._old:
            return self.generic_visit(node)
        return ast.Pass() if self._new is None else self._new


def is_talk(node: ast.AST) -> bool:
    """Docstrings, which no output depends on."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def changes(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            yield "another comparison", lambda one: having(one, ops=[COMPARED[type(op)]()])
        case ast.BoolOp():
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield "and for or", lambda one: having(one, op=other)
        case ast.UnaryOp(op=ast.Not()):
            yield "without not", lambda one: getattr(one, "operand")  # noqa: B009 - the copy's own
        case ast.IfExp():
            yield "the other value", lambda one: having(one, body=one.orelse, orelse=one.body)  # type: ignore[attr-defined]
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            yield "one more", lambda one: having(one, value=value + 1)
        case ast.Constant(value=bool() as value):
            yield "the opposite", lambda one: having(one, value=not value)
        case ast.Call(func=ast.Name(id=name), args=[_]) if name in ORDERING:
            yield f"without {name}", lambda one: having(one, func=ast.Name(id="list", ctx=ast.Load()))
        case ast.Call(args=[_, _, *_]):
            yield "two arguments swapped", lambda one: having(one, args=_swapped(one.args))  # type: ignore[attr-defined]
        case ast.Slice(lower=None, upper=None, step=ast.UnaryOp()):
            yield "not reversed", lambda one: having(one, step=None)
        case ast.Tuple(elts=[_, _, *_], ctx=ast.Load()) | ast.List(elts=[_, _, *_], ctx=ast.Load()):
            yield "two elements swapped", lambda one: having(one, elts=_swapped(one.elts))  # type: ignore[attr-defined]
            yield "the last element gone", lambda one: having(one, elts=one.elts[:-1])  # type: ignore[attr-defined]
        case ast.Dict(keys=[_, _, *_]):
            yield "the last entry gone", lambda one: having(one, keys=one.keys[:-1], values=one.values[:-1])  # type: ignore[attr-defined]
        case ast.Expr() | ast.AugAssign():
            yield "a statement gone", lambda _: None
        case ast.If(orelse=[]):
            yield "never", lambda one: having(one, test=ast.Constant(value=False))
            yield "always", lambda one: having(one, test=ast.Constant(value=True))
        case ast.comprehension(ifs=[_, *_]):
            yield "no filter", lambda one: having(one, ifs=[])
        case _:
            pass


def _swapped(items: list[ast.expr]) -> list[ast.expr]:
    first, second, *rest = items
    return [second, first, *rest]


def having(node: ast.AST, **fields: object) -> ast.AST:
    for name, value in fields.items():
        setattr(node, name, value)
    return node
