"""How tightly the pieces of a Python expression bind: parentheses only where they are needed."""

import ast
from functools import cache
from typing import NamedTuple

TERNARY, OR, AND, NOT, COMPARISON, BITWISE, SUM, PRODUCT, UNARY, POWER, PRIMARY = range(11)
OPERATORS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "//": PRODUCT, "%": PRODUCT, "**": POWER}


class Text(NamedTuple):
    """Source of an expression and the level of its outermost operator."""

    text: str
    level: int


def within(text: Text, level: int) -> str:
    """The source as an operand of something that binds at `level`."""
    return text.text if text.level >= level else f"({text.text})"


@cache
def level_of(source: str) -> int:
    """The level of source that somebody else wrote."""
    match ast.parse(source, mode="eval").body:
        case ast.IfExp() | ast.Lambda():
            return TERNARY
        case ast.BoolOp(op=ast.Or()):
            return OR
        case ast.BoolOp():
            return AND
        case ast.UnaryOp(op=ast.Not()):
            return NOT
        case ast.Compare():
            return COMPARISON
        case ast.BinOp() | ast.UnaryOp() | ast.Await():
            return BITWISE
        case _:
            return PRIMARY
