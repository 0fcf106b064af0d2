"""Is a spec worse for some fixes than without? Then they are not kept.

An error ends the checks behind its stage, so a good repair may well show errors that nobody saw before. Held against a
fix are: that it repairs nothing; an error of an expression that it changed; a spec that no longer loads; and an error
in the shape of the workflow, which a name that was guessed wrong would cause anywhere.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from difflib import SequenceMatcher
from typing import TypeAlias

from wfc.diagnostics import Diagnostic, Severity
from wfc.diagnostics.catalogue import (
    BARE_FAIL,
    COMPENSATION_IS_A_STEP,
    CYCLE,
    DUPLICATE_OPERATION,
    FALLS_THROUGH,
    NEXT_IN_HANDLER,
    NO_WORKFLOW,
    READ_BEFORE_COMPLETED,
    SPEC_NOT_LOADED,
    UNREACHABLE_STEP,
)
from wfc.source import Span

Region: TypeAlias = tuple[int, int, int]
"""A line, counted from 1, and the first and behind the last column of what is new in it."""

NOT_LOADED = (SPEC_NOT_LOADED, NO_WORKFLOW)
SHAPE = (
    UNREACHABLE_STEP,
    CYCLE,
    FALLS_THROUGH,
    BARE_FAIL,
    NEXT_IN_HANDLER,
    COMPENSATION_IS_A_STEP,
    DUPLICATE_OPERATION,
    READ_BEFORE_COMPLETED,
)
OF_EXPRESSIONS = "WFC20"


def is_worse(
    repaired: Collection[Diagnostic],
    before: Collection[Diagnostic],
    after: Collection[Diagnostic],
    changed: Mapping[str, Collection[Region]],
) -> bool:
    """`repaired` are the findings whose fixes were made between `before` and `after`; `changed` is what is new in the
    text of each file.
    """
    old, new = Counter(map(_key, before)), Counter(map(_key, after))
    if any(new[_key(one)] >= old[_key(one)] for one in repaired):
        return True
    appeared = [one for one in after if new[_key(one)] > old[_key(one)]]
    if any(one.severity is Severity.ERROR for one in repaired):
        unseen = {one.at.span.file for one in before if one.code in NOT_LOADED}
        errors = [one for one in appeared if one.severity is Severity.ERROR]
        return any(_is_caused(one, changed, unseen) for one in errors)
    return any(one.severity is not Severity.INFO for one in appeared)


def changed_regions(old: str, new: str) -> tuple[Region, ...]:
    """What of `new` is not in `old`, line by line."""
    before, after = old.split("\n"), new.split("\n")
    return tuple(_regions(before, after))


def _regions(before: list[str], after: list[str]) -> Iterator[Region]:
    for tag, start, end, first, last in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            continue
        pairs = zip(before[start:end], after[first:last], strict=True) if end - start == last - first else ()
        ranges = [_range(was, now) for was, now in pairs] or [(0, len(now)) for now in after[first:last]]
        yield from ((first + 1 + i, *columns) for i, columns in enumerate(ranges))


def _range(was: str, now: str) -> tuple[int, int]:
    start = _common(was, now)
    same = _common(was[start:][::-1], now[start:][::-1])
    return start, len(now) - same


def _common(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _is_caused(found: Diagnostic, changed: Mapping[str, Collection[Region]], unseen: Collection[str]) -> bool:
    """Of an error that nobody saw before; `unseen` are the files that did not even load."""
    at = found.at.span
    if at.file in unseen:
        return False
    if found.code in NOT_LOADED or found.code in SHAPE:
        return True
    own = found.code.id.startswith(OF_EXPRESSIONS) and found.fix is None  # else it is the next slip in one expression
    return own and any(_has(at, one) for one in changed.get(at.file, ()))


def _has(at: Span, region: Region) -> bool:
    line, start, end = region
    return (at.line, at.col) < (line, max(end, start + 1)) and (line, start) < (at.end_line, at.end_col)


def _key(found: Diagnostic) -> tuple[str, str, str]:
    """What a finding says, wherever it stands: edits move lines."""
    return (found.code.id, found.at.span.file, found.message)
