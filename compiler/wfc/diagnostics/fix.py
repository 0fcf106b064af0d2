"""How a finding can be repaired without asking its author, as data: the rule that finds it says so.

`wfc.fixes` applies it to the text, `wfc check --fix` to the file. A rule offers a fix only where one repair is meant
beyond doubt; a fix that turns out not to help is not kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from wfc.source import Span

Kind: TypeAlias = Literal["rename", "add-argument", "add-item"]


SHORTEST = 3
SHORTEST_WITH_A_WRONG_LETTER = 5
"""Letters: in shorter names, another letter is another name."""


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
    """The one known name that `name` is a slip of; None when there is none, or more than one.

    A slip is one letter too many, missing or wrong, two that changed places, or another case or joint (`lookUp` for
    `look-up`). Much less than what deserves a hint: `min_price` is no slip of `max_price`, nor `wrap@1` of `wrap@2`.
    """
    names = list(dict.fromkeys(known))
    close = [one for one in names if _is_slip(name, one)] or [
        one for one in names if _is_slip(_plain(name), _plain(one))
    ]
    return close[0] if len(close) == 1 else None


def _is_slip(written: str, right: str) -> bool:
    if _digits(written) != _digits(right) or len(written) < SHORTEST:
        return False
    start = _common(written, right)
    end = _common(written[start:][::-1], right[start:][::-1])
    wrong, better = written[start : len(written) - end], right[start : len(right) - end]
    if len(wrong) == len(better) == 1:
        return len(right) >= SHORTEST_WITH_A_WRONG_LETTER
    return len(wrong) + len(better) <= 1 or (len(wrong) == 2 and wrong == better[::-1])


def _common(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _digits(name: str) -> list[str]:
    return [sign for sign in name if sign.isdigit()]


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")


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
