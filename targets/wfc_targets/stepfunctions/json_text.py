"""JSON as a person would lay it out: what is small stands on one line, the rest is indented by two."""

from typing import Any

from wfc.emit.quote import json_line

WIDTH = 120


def json_text(value: Any) -> str:
    """The text of a JSON value, with a final line end."""
    return _text(value, "", 0) + "\n"


def _text(value: Any, indent: str, taken: int) -> str:
    """`taken`: columns in front of the value on its first line, and one behind it for a comma."""
    short = json_line(value)
    if _is_small(value) and taken + len(short) <= WIDTH:
        return short
    inner = indent + "  "
    match value:
        case dict() if value:
            heads = ((json_line(key) + ": ", one) for key, one in value.items())
            items = [f"{inner}{head}{_text(one, inner, len(inner) + len(head) + 1)}" for head, one in heads]
            return "{\n" + ",\n".join(items) + f"\n{indent}}}"
        case [dict() as only] if not _is_small(only):
            return f"[{_text(only, indent, taken + 2)}]"
        case list() if value:
            items = [f"{inner}{_text(one, inner, len(inner) + 1)}" for one in value]
            return "[\n" + ",\n".join(items) + f"\n{indent}]"
        case _:
            return short


def _is_small(value: Any) -> bool:
    """Scalars, lists of scalars, objects of these, and one such object in a list; what is deeper reads badly on one
    line."""
    match value:
        case dict():
            return len(value) <= 6 and all(not isinstance(one, dict) and _is_small(one) for one in value.values())
        case [dict() as only]:
            return _is_small(only)
        case list():
            return all(not isinstance(one, dict | list) for one in value)
        case _:
            return True
