"""How a finding can be repaired without asking its author, as data: the rule that finds it says so.

`wfc.fixes` applies it to the text, `wfc check --fix` to the file. A rule offers a fix only where one repair is meant
beyond doubt; a fix that turns out not to help is not kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, TypeAlias, final

from wfc.source import Span

Kind: TypeAlias = Literal["rename", "add-argument", "add-item"]

CLOSE = 0.8
"""How alike two names are, from 0 to 1, when one is taken for a slip of the other. A mere hint needs less."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One edit of a spec.

    `rename`: `old`, which is what stands at `at`, becomes `text`. `add-argument`: the call at `at` gets the argument
    `text`. `add-item`: the list that ends with the item at `at` gets the item `text` behind it. `names` are the words
    of wfc that `text` uses; they are imported where that is needed. `title` says it to people, as an order.
    """

    kind: Kind
    at: Span
    text: str
    title: str
    old: str = ""
    names: tuple[str, ...] = ()


def only_close(name: str, known: Iterable[str]) -> str | None:
    """The one known name that `name` is a slip of; None when there is none, or more than one."""
    if not name:
        return None
    close = get_close_matches(name, dict.fromkeys(known), n=2, cutoff=CLOSE)
    return close[0] if len(close) == 1 else None


def rename(at: Span, old: str, known: Iterable[str]) -> Fix | None:
    """Another name for what is written at `at`, plainly: `old` itself, without quotes."""
    new = only_close(old, known)
    if new is None or at.line != at.end_line or at.end_col - at.col != len(old):
        return None
    return Fix(kind="rename", at=at, text=new, title=f"rename `{old}` to `{new}`", old=old)


def rename_text(at: Span, old: str, known: Iterable[str]) -> Fix | None:
    """The same for a text in quotes. One written otherwise, by a name or with escapes, is left to its author."""
    return rename(Span(at.file, at.line, at.col + 1, at.end_line, at.end_col - 1), old, known)


def rename_last(at: Span, old: str, known: Iterable[str]) -> Fix | None:
    """The same for the last name of what is written at `at`: a field behind its dot."""
    return rename(Span(at.file, at.end_line, at.end_col - len(old), at.end_line, at.end_col), old, known)


def rename_first(at: Span, old: str, known: Iterable[str]) -> Fix | None:
    """The same for the first name of what is written at `at`: the word in front of the `=` of an argument."""
    return rename(Span(at.file, at.line, at.col, at.line, at.col + len(old)), old, known)
