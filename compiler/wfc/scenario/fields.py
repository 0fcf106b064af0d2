"""Small readers for parts of a scenario file: each gives a value, or None after saying what is wrong and where."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import TypeVar

from wfc.diagnostics import Code, Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import SCENARIO_NOT_READ, UNKNOWN_SCENARIO_KEY
from wfc.durations import HOW_TO_WRITE, BadDuration, parse_duration
from wfc.scenario.text import Mapping, Scalar, Tree, plain
from wfc.scenario.text import Sequence as Items
from wfc.source import Span

T = TypeVar("T")

Reader = Callable[[Tree, Diagnostics], T | None]


def read_fields(tree: Tree, known: Sequence[str], what: str, found: Diagnostics) -> dict[str, Tree]:
    """The entries of a mapping whose keys are known. `what` names the thing in messages: "a scenario"."""
    if not isinstance(tree, Mapping):
        refuse(found, f"{what} must be a mapping of {_listed(known)}", tree.span)
        return {}
    for key, span in tree.keys.items():
        if key not in known:
            refuse(found, f"{what} has no key `{key}`", span, UNKNOWN_SCENARIO_KEY, suggest(key, known))
    return {key: value for key, value in tree.entries.items() if key in known}


def read_key(fields: dict[str, Tree], key: str, read: Reader[T], found: Diagnostics) -> T | None:
    """What stands at a key, None when it is not there."""
    return read(fields[key], found) if key in fields else None


def read_mapping(tree: Tree, found: Diagnostics) -> Mapping:
    """A mapping with free keys; an empty one after a complaint."""
    if isinstance(tree, Mapping):
        return tree
    refuse(found, f"this must be a mapping, not `{plain(tree)}`", tree.span)
    return Mapping({}, {}, tree.span)


def read_list(tree: Tree, found: Diagnostics, *, read: Reader[T]) -> tuple[T, ...]:
    """A list, each item read by `read`; items that cannot be read are left out."""
    if not isinstance(tree, Items):
        refuse(found, "this must be a list: write `[...]` or lines that begin with `- `", tree.span)
        return ()
    values = (read(item, found) for item in tree.items)
    return tuple(value for value in values if value is not None)


def read_text(tree: Tree, found: Diagnostics) -> str | None:
    """A text."""
    if isinstance(tree, Scalar) and isinstance(tree.value, str):
        return tree.value
    refuse(found, f"this must be text, not `{plain(tree)}`", tree.span)
    return None


def read_duration(tree: Tree, found: Diagnostics) -> int | None:
    """A duration in milliseconds."""
    read = parse_duration(plain(tree))
    if isinstance(read, BadDuration):
        refuse(found, f"`{plain(tree)}` {read.why}", tree.span, help=HOW_TO_WRITE)
        return None
    return read


def refuse(
    found: Diagnostics, message: str, span: Span, code: Code = SCENARIO_NOT_READ, help: str | None = None
) -> None:
    """Report that a part cannot be used."""
    found.add(Diagnostic(code=code, message=message, at=Label(span), help=help))


def suggest(written: str, known: Sequence[str]) -> str:
    """What the author may have meant, as help for a diagnostic."""
    close = get_close_matches(written, known, n=1, cutoff=0.5)
    return f"did you mean `{close[0]}`?" if close else f"use {_listed(known)}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
