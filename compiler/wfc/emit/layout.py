"""Lays out one logical line of generated Python the way black and `ruff format` do, without running either.

A printer writes every statement on one line, spaced as black would; `lay_out` breaks it where it is too long or where
a trailing comma asks for it. The rules are black's, on purpose down to their odd corners: the users' formatters must
accept the text unchanged (tests/unit/expressions compares with both). Comments and strings over several lines are not
for here: they stand on lines of their own.
"""

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from wfc.emit.leaves import COMMA, DOT, Leaf, leaves_of
from wfc.emit.lines import INDENT, CannotSplit, Line, Part, fits, last_priority, outside, wants_items_apart
from wfc.emit.right_hand import right_hand_splits

_Split: TypeAlias = Callable[[Line, bool], Iterator[Line]]
_MAGIC = re.compile(r",[)\]}]")


def lay_out(text: str, depth: int = 0) -> str:
    """`text`, one logical line, as one or several lines indented by `depth` levels (without a final line end)."""
    line = INDENT * depth + text
    if fits(line) and not _MAGIC.search(text):
        return line
    return "\n".join(_transform(Line(leaves_of(_apart(text)), depth), forced=False))


def _apart(text: str) -> str:
    """Several context managers in parentheses, one a line: what black keeps and ruff asks for."""
    keyword = next((keyword for keyword in ("async with ", "with ") if text.startswith(keyword)), None)
    if keyword is None:
        return text
    managers = text.removeprefix(keyword).removesuffix(":")
    several = any(leaf.after == COMMA for _, leaf in outside(leaves_of(managers)))
    return f"{keyword}({managers},):" if several else text


def _transform(line: Line, *, forced: bool) -> list[str]:
    """Break a line as often as it takes. `forced`: optional parentheses may not be left out again."""
    if line.fits and not line.explode and not line.has_magic_comma:
        return [str(line)]
    splits: tuple[_Split, ...]
    if line.is_def:
        splits = (_left_hand_split,)
    else:
        splits = (_delimiter_split, right_hand_splits) if line.part is Part.BODY else (right_hand_splits,)
    for split in splits:
        try:
            return _run(line, split, forced=forced)
        except CannotSplit:
            continue
    return [str(line)]


def _run(line: Line, split: _Split, *, forced: bool) -> list[str]:
    unbroken = str(line)
    optional = _outer_optional(line)
    result: list[str] = []
    for piece in split(line, forced):
        if str(piece) == unbroken:
            raise CannotSplit
        result += _transform(piece, forced=forced)
    used = any(leaf.text for leaf in optional)
    if forced or split is not right_hand_splits or not line.optional or used or fits(result[0]):
        return result
    second = _run(_copy(line), split, forced=True)
    return second if all(fits(text) for text in second) else result


def _outer_optional(line: Line) -> list[Leaf]:
    """The closing optional parentheses that stand outside of all other brackets."""
    depth, found = 0, []
    for leaf in line.leaves:
        if leaf.opening is not None:
            depth -= 1
            if depth == 0 and not leaf.text:
                found.append(leaf)
        depth += leaf.opens
    return found


def _copy(line: Line) -> Line:
    """The same with fresh leaves, so that parentheses made visible in a trial stay out of the original."""
    fresh: dict[Leaf, Leaf] = {}
    for leaf in line.leaves:
        opening = fresh.get(leaf.opening, leaf.opening) if leaf.opening else None
        fresh[leaf] = Leaf(leaf.text, leaf.space, leaf.kind, leaf.before, leaf.after, leaf.opens, opening, leaf.display)
    return Line(list(fresh.values()), line.depth, line.part, line.explode)


def _delimiter_split(line: Line, _forced: bool) -> Iterator[Line]:
    """One line for each piece between the delimiters of the highest priority."""
    priority = last_priority(line)
    places = [place for place, one in line.delimiters if one == priority]
    if not priority or (priority == DOT and len(places) == 1):
        raise CannotSplit
    leaves = line.leaves
    if priority == COMMA and leaves[-1].text != ",":
        leaves = [*leaves, Leaf(",", after=COMMA)]
    start = 0
    for end in [*(place + 1 for place in places), len(leaves)]:
        if start < end:
            yield Line(leaves[start:end], line.depth, Part.BODY)
        start = end


def _left_hand_split(line: Line, _forced: bool) -> Iterator[Line]:
    """Of a `def`: break the parentheses of its parameters."""
    opening = next((leaf for leaf in line.leaves if leaf.text == "("), None)
    closing = next((place for place, leaf in enumerate(line.leaves) if opening and leaf.opening is opening), None)
    if opening is None or closing is None:
        raise CannotSplit
    start = line.leaves.index(opening) + 1
    body = line.leaves[start:closing]
    if not body:
        raise CannotSplit
    if not any(leaf.text == "," for leaf in body):
        body = [*body, Leaf(",", after=COMMA)]
    yield Line(line.leaves[:start], line.depth, Part.HEAD)
    inside = Line(body, line.depth + 1, Part.BODY)
    inside.explode = wants_items_apart(inside, opening)
    yield inside
    yield Line(line.leaves[closing:], line.depth, Part.TAIL)
