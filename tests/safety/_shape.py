"""What two outputs have in common when only the text in them differs: their tokens, with the text told apart.

Python is read by `ast`, machines by `json`, JSONata by a scanner of its own. Comments and docstrings are left out: what
stands in them is not code, and text that has left one shows as a token that the other output does not have.
"""

import ast
import json
import re
import string
from collections.abc import Iterator, Mapping
from typing import Any

Token = tuple[str, object]

_ABOUT = {"Comment", "Description", "AlarmDescription"}
_JSONATA = re.compile(
    r"""(?P<space>\s+)|(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|`(?P<quoted>[^`]*)`|(?P<name>\$?[A-Za-z_]\w*)"""
    r"""|(?P<number>\d+)|(?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)


def tokens(files: Mapping[str, bytes]) -> dict[str, list[Token]]:
    """The tokens of every file."""
    return {path: list(_python(data) if path.endswith(".py") else _json(data)) for path, data in files.items()}


def _python(data: bytes) -> Iterator[Token]:
    yield from _node(ast.parse(data))


def _node(node: ast.AST) -> Iterator[Token]:
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return  # a docstring
        case ast.Constant():
            yield type(node.value).__name__, node.value
        case ast.JoinedStr():
            yield from _template(node.values)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(template)), attr="format")):
            yield from _template(_pieces(template, node.args))
        case _:
            yield "node", type(node).__name__
            for name, value in ast.iter_fields(node):
                yield from _field(name, value)


def _field(name: str, value: object) -> Iterator[Token]:
    match value:
        case ast.AST():
            yield from _node(value)
        case list():
            for one in value:
                yield from _field(name, one)
            yield "end", name
        case str():
            yield "name", value
        case _:
            yield name, value


def _template(pieces: list[ast.expr]) -> Iterator[Token]:
    """An f-string, or what stands for one: its text with a sign for each value, then the values."""
    text = "".join(str(piece.value) if isinstance(piece, ast.Constant) else "\0{}\0" for piece in pieces)
    yield "str", text
    for piece in pieces:
        if isinstance(piece, ast.FormattedValue):
            yield "format", ast.unparse(piece.format_spec) if piece.format_spec else ""
            yield from _node(piece.value)


def _pieces(template: str, arguments: list[ast.expr]) -> list[ast.expr]:
    waiting = iter(arguments)
    found: list[ast.expr] = []
    for text, field, spec, _ in string.Formatter().parse(template):
        found.append(ast.Constant(text))
        if field is not None:
            shown = ast.JoinedStr([ast.Constant(spec)]) if spec else None
            found.append(ast.FormattedValue(value=next(waiting), conversion=-1, format_spec=shown))
    return found


def _json(data: bytes) -> Iterator[Token]:
    yield from _value(json.loads(data))


def _value(value: Any) -> Iterator[Token]:
    match value:
        case dict():
            for key, one in value.items():
                if key not in _ABOUT:
                    yield "str", key
                    yield from _data(json.loads(one)) if key == "Input" else _value(one)
            yield "end", "object"
        case list():
            for one in value:
                yield from _value(one)
            yield "end", "list"
        case str() if value.startswith("{%"):
            assert value.endswith("%}"), value
            assert "{%" not in value[2:-2], value
            assert "%}" not in value[2:-2], value
            yield from _expression(value[2:-2])
        case _:
            yield type(value).__name__, value


def _data(value: Any) -> Iterator[Token]:
    """What a run is started with: JSON in which nothing is an expression."""
    match value:
        case dict():
            for key, one in value.items():
                yield "str", key
                yield from _data(one)
            yield "end", "object"
        case list():
            for one in value:
                yield from _data(one)
            yield "end", "list"
        case _:
            yield type(value).__name__, value


def _expression(text: str) -> Iterator[Token]:
    found = list(jsonata_tokens(text))
    if len(found) == 1 and found[0][0] == "str":
        yield found[0]  # constant text, written as an expression because it looks like one
        return
    yield "expression", ""
    yield from found
    yield "end", "expression"


def jsonata_tokens(text: str) -> Iterator[Token]:
    """The tokens of an expression; regular expressions are told apart by nothing but their characters."""
    for found in _JSONATA.finditer(text):
        if found["string"] is not None:
            yield "str", json.loads(_json_string(found["string"]))
        elif found["quoted"] is not None:
            yield "name", found["quoted"]
        elif found["name"] is not None:
            yield "name", found["name"]
        elif found["number"] is not None:
            yield "number", ""  # the length of the text may be one
        elif found["other"] is not None:
            yield "op", found["other"]


def _json_string(literal: str) -> str:
    return literal if literal[0] == '"' else '"' + literal[1:-1].replace('"', '\\"') + '"'
