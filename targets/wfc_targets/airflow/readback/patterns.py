"""Source with holes, laid on what was emitted: how everything here says what it expects to read.

A hole is a name with an underscore in front. It takes any expression, the same one wherever it stands twice.
"""

import ast
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any, TypeAlias

Holes: TypeAlias = dict[str, ast.expr]
_BESIDE_THE_POINT = frozenset({"ctx", "kind", "type_comment"})


class Unread(Exception):
    """Something in a generated file that none of the forms which we emit fits."""


def fits(pattern: str, nodes: Sequence[ast.stmt]) -> Holes | None:
    """What stands in the holes of a pattern of statements, or None when these are others."""
    holes: Holes = {}
    return holes if _lies_on(_statements(pattern), list(nodes), holes) else None


def expression_fits(pattern: str, node: ast.expr) -> Holes | None:
    """The same for a single expression."""
    return fits(pattern, [ast.Expr(node)])


def same(one: object, two: object) -> bool:
    """Do two trees say the same?"""
    return _lies_on(one, two, None)


@cache
def _statements(pattern: str) -> list[ast.stmt]:
    return ast.parse(pattern).body


def _lies_on(pattern: object, node: object, holes: Holes | None) -> bool:
    if holes is not None and isinstance(pattern, ast.Name) and pattern.id.startswith("_"):
        return isinstance(node, ast.expr) and same(holes.setdefault(pattern.id, node), node)
    if type(pattern) is not type(node):
        return False
    if isinstance(pattern, ast.AST):
        fields = (name for name in pattern._fields if name not in _BESIDE_THE_POINT)
        return all(_lies_on(getattr(pattern, name), getattr(node, name), holes) for name in fields)
    if isinstance(pattern, list) and isinstance(node, list):
        return len(pattern) == len(node) and all(map(lambda one, two: _lies_on(one, two, holes), pattern, node))
    return pattern == node


def shown(*nodes: ast.AST) -> str:
    """Emitted source on one line, for a complaint."""
    text = "; ".join(" ".join(ast.unparse(node).split()) for node in nodes)
    return text if len(text) < 200 else f"{text[:200]}..."


def literal(node: ast.expr) -> Any:
    """A value that is written out."""
    try:
        return ast.literal_eval(node)
    except ValueError as error:
        raise Unread(f"no constant: {shown(node)}") from error


def text(node: ast.expr) -> str:
    """A string that is written out."""
    found = literal(node)
    if not isinstance(found, str):
        raise Unread(f"no text: {shown(node)}")
    return found


def texts(node: ast.expr) -> tuple[str, ...]:
    """A list or tuple of strings."""
    if not isinstance(node, ast.List | ast.Tuple):
        raise Unread(f"no list of texts: {shown(node)}")
    return tuple(map(text, node.elts))


def address(node: ast.expr) -> str:
    """Text in which variables may stand, in braces."""
    match node:
        case ast.JoinedStr(values=parts):
            return "".join(map(_piece, parts))
        case _:
            return text(node)


def _piece(part: ast.expr) -> str:
    match part:
        case ast.Constant(value=str(piece)):
            return piece
        case ast.FormattedValue(value=ast.Name(id=name), conversion=-1, format_spec=None):
            return f"{{{name}}}"
        case _:
            raise Unread(f"no address: {shown(part)}")


def milliseconds(node: ast.expr) -> int:
    """The duration that a `timedelta(...)` stands for."""
    match node:
        case ast.Call(func=ast.Name(id="timedelta"), args=[], keywords=[ast.keyword(arg=str(unit), value=amount)]):
            return timedelta(**{unit: literal(amount)}) // timedelta(milliseconds=1)
        case _:
            raise Unread(f"no duration: {shown(node)}")


def keywords(call: ast.Call) -> dict[str, ast.expr]:
    """The keyword arguments of a call by name, in order."""
    if any(one.arg is None for one in call.keywords):
        raise Unread(f"arguments that are not written out: {shown(call)}")
    return {str(one.arg): one.value for one in call.keywords}
