"""JSON values as Python source, in the order given."""

from typing import Any

from wfc.emit.quote import python_number, python_string


def literal(value: Any) -> str:
    """The source of a JSON value."""
    match value:
        case str():
            return python_string(value)
        case list():
            return f"[{', '.join(literal(item) for item in value)}]"
        case dict():
            return f"{{{', '.join(f'{python_string(key)}: {literal(item)}' for key, item in value.items())}}}"
        case float():
            return python_number(value)
        case _:
            return repr(value)
