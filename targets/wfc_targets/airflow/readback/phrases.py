"""The words that both sides write expressions with."""

from collections.abc import Mapping
from typing import TypeAlias

Locals: TypeAlias = Mapping[str, str]


def numbered(targets: tuple[str, ...], local: Locals) -> dict[str, str]:
    """The variables in sight with those of one more comprehension."""
    return {**local, **{name: f"v{len(local) + place}" for place, name in enumerate(targets)}}


def loop(key: str | None, element: str, targets: list[str], over: str, tests: list[str]) -> str:
    """A comprehension."""
    text = f"{entry(key, element) if key else element} for {', '.join(targets)} in {over}"
    text += "".join(f" if {one}" for one in tests)
    return f"{{{text}}}" if key else f"[{text}]"


def entry(key: str | None, value: str) -> str:
    """Of a dict; without a key, all of another one."""
    return f"{key}: {value}" if key else f"**{value}"


def constant(value: object) -> str:
    """A number, text, truth or null."""
    negative = isinstance(value, int | float) and repr(value).startswith("-")
    return f"(-{repr(value)[1:]})" if negative else repr(value)


def joined(pieces: list[str | tuple[str, str]]) -> str:
    """Formatted text: adjacent literals as one."""
    found: list[str | tuple[str, str]] = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(last := found[-1], str):
            found[-1] = last + piece
        elif piece:
            found.append(piece)
    return f"text({', '.join(repr(one) if isinstance(one, str) else ':'.join(one) for one in found)})"
