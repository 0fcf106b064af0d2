"""What is said of an output that is not understood: never skipped, since a fault may look like anything."""

import ast


class Misread(Exception):
    """The output has something that nobody expects there."""


def expect(is_so: bool, sentence: str, at: ast.AST | None = None) -> None:
    """Raises Misread with the sentence, and what it is about, unless it is so."""
    if not is_so:
        raise misread(sentence, at)


def misread(sentence: str, at: ast.AST | None = None) -> Misread:
    """The exception, with the source that it is about."""
    if at is None:
        return Misread(sentence)
    line = getattr(at, "lineno", 0)
    return Misread(f"{sentence}: `{ast.unparse(at)[:200]}` in line {line}")
