"""The `-k` option: which scenarios, as pytest writes it: `paid and not (late or slow)`."""

import re

import click

_OPERATORS = {"and", "or", "not", "(", ")"}


def selects(expression: str, name: str) -> bool:
    """Does the expression, whose words stand for "is part of the name", hold? Raises UsageError."""
    tokens = re.findall(r"[()]|[^\s()]+", expression)
    python = " ".join(token if token in _OPERATORS else str(token.lower() in name.lower()) for token in tokens)
    try:
        return bool(eval(python, {"__builtins__": {}})) if tokens else True
    except SyntaxError:
        message = f"-k {expression!r} is no selection: write words with `and`, `or`, `not` and parentheses"
        raise click.UsageError(message) from None
