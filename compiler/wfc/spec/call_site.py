"""Where in the author's file a record was made, read from the frame of the call (PEP 657), for diagnostics."""

from dataclasses import dataclass
from types import CodeType, FrameType
from typing import TypeAlias, final

Position: TypeAlias = tuple[int | None, int | None, int | None, int | None]

# A module's table of positions is read once, not once for each of its records. Only the latest few are kept, so that
# compiling a thousand specs does not hold a thousand tables. Keyed by id: hashing a code object reads all of it.
_TABLES: dict[int, tuple[CodeType, tuple[Position, ...]]] = {}
_TABLES_KEPT = 8


@final
@dataclass(frozen=True, slots=True)
class CallSite:
    """The call expression that made a record: 1-based lines, 0-based columns in UTF-8 bytes as in `ast`, end exclusive.

    `filename` is as Python knows it. Under `-X no_debug_ranges` only `line` is known and the rest is 0.
    """

    filename: str
    line: int
    col: int = 0
    end_line: int = 0
    end_col: int = 0


def call_site(frame: FrameType | None) -> CallSite:
    """The call that `frame` is executing; a copy made by `dataclasses.replace` belongs to whoever asked for it."""
    while frame is not None and frame.f_globals.get("__name__") == "dataclasses":
        frame = frame.f_back
    if frame is None:
        return CallSite("", 0)
    line, end_line, col, end_col = _positions(frame.f_code)[frame.f_lasti // 2]
    if line is None or end_line is None or col is None or end_col is None:
        return CallSite(frame.f_code.co_filename, frame.f_lineno)
    return CallSite(frame.f_code.co_filename, line, col, end_line, end_col)


def _positions(code: CodeType) -> tuple[Position, ...]:
    known = _TABLES.get(id(code))
    if known is not None and known[0] is code:
        return known[1]
    if len(_TABLES) >= _TABLES_KEPT:
        del _TABLES[next(iter(_TABLES))]
    table = tuple(code.co_positions())
    _TABLES[id(code)] = (code, table)
    return table
