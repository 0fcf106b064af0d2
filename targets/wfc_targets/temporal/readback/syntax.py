"""Small questions to Python's syntax tree."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import final

from wfc_targets.temporal.readback.misread import expect, misread

_UNITS = {"days": 86_400_000, "hours": 3_600_000, "minutes": 60_000, "seconds": 1000, "milliseconds": 1}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A call of something that has a dotted name."""

    name: str
    args: tuple[ast.expr, ...]
    keywords: Mapping[str, ast.expr]


def dotted(node: ast.AST) -> str:
    """`a.b.c` as text, empty for anything else."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            base = dotted(node.value)
            return f"{base}.{node.attr}" if base else ""
        case _:
            return ""


def called(node: ast.AST) -> Called:
    """A call; one of no name for what is none, or has stars."""
    match node:
        case ast.Call() if not any(isinstance(one, ast.Starred) for one in node.args):
            keywords = {one.arg: one.value for one in node.keywords if one.arg is not None}
            if len(keywords) == len(node.keywords):
                return Called(name=dotted(node.func), args=tuple(node.args), keywords=keywords)
        case _:
            pass
    return Called(name="", args=(), keywords={})


def call_of(name: str, node: ast.AST, count: int, keywords: Iterable[str] = ()) -> Called:
    """A call of this name with so many arguments and exactly these keywords."""
    found = called(node)
    expect(found.name == name, f"a call of {name} is expected", node)
    expect(len(found.args) == count, f"{name} takes {count} arguments", node)
    expect(set(found.keywords) == set(keywords), f"{name} takes the keywords {sorted(keywords)}", node)
    return found


def text(node: ast.AST) -> str:
    """A constant text."""
    match node:
        case ast.Constant(value=str() as found):
            return found
        case _:
            raise misread("a text is expected", node)


def texts(node: ast.AST) -> tuple[str, ...]:
    """A list or tuple of texts."""
    match node:
        case ast.List() | ast.Tuple():
            return tuple(map(text, node.elts))
        case _:
            raise misread("a list of texts is expected", node)


def number(node: ast.AST) -> float:
    """A number."""
    match node:
        case ast.Constant(value=int() | float() as found) if not isinstance(found, bool):
            return found
        case _:
            raise misread("a number is expected", node)


def milliseconds(node: ast.AST) -> int:
    """`timedelta(minutes=5)` and its like."""
    match called(node):
        case Called(name="timedelta", args=(), keywords=given) if len(given) == 1 and given.keys() <= _UNITS.keys():
            [(unit, amount)] = given.items()
            return round(number(amount) * _UNITS[unit])
        case _:
            raise misread("a duration is expected", node)


def is_code(node: ast.AST, source: str) -> bool:
    """Is it this code, however it is laid out?"""
    return ast.dump(node.value if isinstance(node, ast.Expr) else node) == _dump(source)


@cache
def _dump(source: str) -> str:
    (statement,) = ast.parse(source).body
    return ast.dump(statement.value if isinstance(statement, ast.Expr) else statement)


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> tuple[str, ...]:
    """The names of plain parameters; there may be no others."""
    given = function.args
    others = (*given.posonlyargs, *given.kwonlyargs, *given.defaults, given.vararg, given.kwarg)
    expect(not any(others), "only plain parameters are expected", function)
    return tuple(one.arg for one in given.args)


def without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements behind a docstring."""
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
        case _:
            return body
