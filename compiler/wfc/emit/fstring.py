"""f-strings that Python 3.11 accepts: no quote of the outer string and no backslash inside the braces."""

from collections.abc import Sequence

from wfc.emit.quote import python_string, python_string_body

# A literal piece, or a value's source with its format spec.
Piece = str | tuple[str, str]


def fstring(pieces: Sequence[Piece]) -> str | None:
    """The f-string, or None when its values cannot be written inside braces; their strings must have single quotes."""
    values = [piece for piece in pieces if not isinstance(piece, str)]
    if any('"' in value or "\\" in value or value.startswith("{") for value, _ in values):
        return None
    literal = "".join(piece for piece in pieces if isinstance(piece, str))
    quoted = any("'" in value for value, _ in values)
    quote = "'" if not quoted and literal.count('"') > literal.count("'") else '"'
    return f"f{quote}{''.join(_piece(piece, quote) for piece in pieces)}{quote}"


def _piece(piece: Piece, quote: str) -> str:
    if isinstance(piece, str):
        return python_string_body(_doubled(piece), quote)
    value, spec = piece
    return f"{{{value}:{spec}}}" if spec else f"{{{value}}}"


def format_call(pieces: Sequence[Piece]) -> str:
    """The same as `"...".format(...)`, for values that an f-string cannot hold."""
    template = "".join(_doubled(piece) if isinstance(piece, str) else _slot(piece[1]) for piece in pieces)
    values = ", ".join(piece[0] for piece in pieces if not isinstance(piece, str))
    return f"{python_string(template)}.format({values})"


def _slot(spec: str) -> str:
    return f"{{:{spec}}}" if spec else "{}"


def _doubled(literal: str) -> str:
    return literal.replace("{", "{{").replace("}", "}}")
