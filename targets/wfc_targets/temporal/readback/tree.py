"""The syntax trees of emitted files, parsed once for all who read them."""

import ast
from collections.abc import Iterator
from functools import lru_cache


@lru_cache(maxsize=16)
def parsed(content: bytes) -> ast.Module:
    """The tree, for reading only. Raises SyntaxError, or UnicodeDecodeError."""
    return ast.parse(content.decode())


def statements_in(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """All statements, those inside of others included, but not those of functions in expressions."""
    for one in body:
        yield one
        for _, inner in ast.iter_fields(one):
            if isinstance(inner, list) and inner and isinstance(inner[0], ast.stmt | ast.ExceptHandler):
                for part in inner:
                    yield from statements_in(part.body if isinstance(part, ast.ExceptHandler) else [part])
