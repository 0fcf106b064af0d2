"""Breaks a line at its last brackets, or at earlier ones when what follows fits behind them: black's main rule."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from wfc.emit.leaves import DOT, Leaf, width
from wfc.emit.lines import INDENT, WIDTH, CannotSplit, Line, Part, wants_items_apart


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The line cut at `opening` and `closing`; `head` ends with the one, `tail` begins with the other."""

    head: Line
    body: Line
    tail: Line
    opening: Leaf
    closing: Leaf


def right_hand_splits(line: Line, forced: bool) -> Iterator[Line]:
    """Try the last brackets, then earlier ones, until the first line fits; else the last ones after all."""
    first: list[Line] | None = None
    for omit in _trailers(line):
        pieces = list(_split(line, forced, omit))
        if first is None and not omit:
            first = pieces
        if pieces[0].fits:
            yield from pieces
            return
    yield from first if first is not None else _split(line, forced, frozenset())


def _trailers(line: Line) -> Iterator[frozenset[Leaf]]:
    """Growing sets of closing brackets to pass over: those whose contents fit on one line behind an earlier bracket."""
    omit: set[Leaf] = set()
    inner: set[Leaf] = set()
    if not line.has_magic_comma:
        yield frozenset()
    length = len(INDENT) * line.depth
    opening: Leaf | None = None
    closing: Leaf | None = None
    for place in range(len(line.leaves) - 1, -1, -1):
        leaf = line.leaves[place]
        before = line.leaves[place - 1] if place else None
        length += leaf.width
        if length > WIDTH:
            return
        if opening is not None:
            if leaf is opening:
                opening = None
            elif leaf.opening is not None:
                if before is not None and before.text == ",":
                    return
                inner.add(leaf)
        elif leaf.opening is not None:
            if before is not None and before.opens:
                inner.add(leaf)
                continue
            if closing is not None:
                omit |= {closing, *inner}
                inner.clear()
                yield frozenset(omit)
            if before is not None and before.text == ",":
                return
            if leaf.text:
                opening, closing = leaf.opening, leaf


def _split(line: Line, forced: bool, omit: AbstractSet[Leaf]) -> Iterator[Line]:
    yield from _without_optional(_cut(line, omit), line, forced, omit)


def _cut(line: Line, omit: AbstractSet[Leaf]) -> _Pieces:
    end = _closing_before(len(line.leaves), line, omit)
    while end is not None:
        closing = line.leaves[end]
        start = next((i for i in range(end) if line.leaves[i] is closing.opening), None)
        if start is None:
            raise CannotSplit
        if start + 1 < end:
            return _pieces(line, start, end)
        end = _closing_before(start, line, omit)
    raise CannotSplit


def _closing_before(end: int, line: Line, omit: AbstractSet[Leaf]) -> int | None:
    places = range(end - 1, -1, -1)
    return next((place for place in places if line.leaves[place].opening and line.leaves[place] not in omit), None)


def _pieces(line: Line, start: int, end: int) -> _Pieces:
    opening, closing = line.leaves[start], line.leaves[end]
    body = Line(line.leaves[start + 1 : end], line.depth + 1, Part.BODY)
    body.explode = wants_items_apart(body, opening)
    head = Line(line.leaves[: start + 1], line.depth, Part.HEAD)
    return _Pieces(head, body, Line(line.leaves[end:], line.depth, Part.TAIL), opening, closing)


def _without_optional(pieces: _Pieces, line: Line, forced: bool, omit: AbstractSet[Leaf]) -> Iterator[Line]:
    """The pieces, or, when the brackets are optional parentheses that are better left out, a split further in."""
    if not forced and not pieces.opening.text and not pieces.closing.text and _can_omit(pieces):
        within = omit | {pieces.closing}
        try:
            inner = _cut(line, within)
            if _is_better(inner, pieces):
                yield from list(_without_optional(inner, line, forced, within))
                return
        except CannotSplit:
            if not _can_be_split(pieces.body) and not pieces.body.fits:
                raise
    pieces.opening.text, pieces.closing.text = pieces.opening.text or "(", pieces.closing.text or ")"
    yield from (piece for piece in (pieces.head, pieces.body, pieces.tail) if piece.leaves)


def _can_omit(pieces: _Pieces) -> bool:
    """Does what stands inside the optional parentheses read well without them?"""
    body = pieces.body
    delimiters = [priority for _, priority in body.delimiters]
    if not delimiters:
        return True
    highest = max(delimiters)
    if delimiters.count(highest) > 1:
        return False
    if highest == DOT:
        return True
    first, second, penultimate, last = body.leaves[0], body.leaves[1], body.leaves[-2], body.leaves[-1]
    if first.opens and second.opening is None and _fits_behind_first(body):
        return True
    if last.opening is None or penultimate.opens:
        return False
    is_index = last.text == "]" and not last.opening.display
    return not is_index and _fits_before_last(body)


def _fits_behind_first(body: Line) -> bool:
    """Does what follows the brackets that the line opens with fit on a line, up to the next brackets?"""
    length = len(INDENT) * body.depth
    counting = False
    for leaf in body.leaves:
        counting = counting or leaf.opening is body.leaves[0]
        if counting:
            length += leaf.width
            if length > WIDTH:
                return False
            counting = not leaf.opens
    return True


def _fits_before_last(body: Line) -> bool:
    """Does what precedes the brackets that the line ends with fit on a line, or has it brackets of its own?"""
    length = len(INDENT) * body.depth
    other_brackets = False
    for leaf in body.leaves:
        length += leaf.width
        if leaf is body.leaves[-1].opening:
            return other_brackets or length <= WIDTH
        other_brackets = other_brackets or leaf.opens
    return False


def _is_better(inner: _Pieces, outer: _Pieces) -> bool:
    """Is the split further in better than the one at the optional parentheses? Only a bracketed left side says no."""
    head = outer.head.leaves
    if len(head) < 2 or head[-2].text != "=":
        return True
    if not any(leaf.opens or leaf.opening for leaf in head[:-1]):
        return True
    if width(str(outer.head)) > WIDTH - 1 or outer.head.has_magic_comma:
        return True
    behind = inner.head.leaves
    while behind and behind[-1].text != "=":
        if behind[-1].opening is not None:
            return True
        behind = behind[:-1]
    return bool(behind) and inner.head.fits


def _can_be_split(line: Line) -> bool:
    """False when it certainly cannot: one leaf, or a string with a method that has nothing to break."""
    leaves = line.leaves
    if len(leaves) < 2:
        return False
    if not (leaves[0].kind == "string" and leaves[1].text == "."):
        return True
    calls = dots = 0
    following = leaves[-1]
    for leaf in reversed(leaves[:-1]):
        if leaf.opens:
            if following.opening is None:
                return False
            calls += 1
        elif leaf.text == ".":
            dots += 1
        elif leaf.kind == "name":
            if not (following.text == "." or following.opens):
                return False
        elif leaf.opening is None:
            return False
        if dots > 1 and calls > 1:
            return False
    return True
