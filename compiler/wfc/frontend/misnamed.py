"""What running a spec stumbled over may be a slip of a name: of an operation, or of whatever else stands at its top
level, or of an argument of a word of the language.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType, TracebackType

from wfc.diagnostics.fix import Fix, rename, rename_first, rename_last
from wfc.frontend.sources import Place, Source, Sources
from wfc.spec.record import UnknownParameter


def fix_misnamed(error: BaseException, path: Path, sources: Sources) -> Fix | None:
    """The one name that must have been meant, if the spec itself, not what it calls, used one that does not exist."""
    entries = list(_entries(error.__traceback__))
    if isinstance(error, UnknownParameter):
        del entries[-1:]  # the word itself
    source = sources.get(str(path))
    if source is None or not entries or entries[-1].tb_frame.f_code.co_filename != str(path):
        return None
    place = _place(entries[-1])
    return None if place is None else _fix(error, entries[-1], source, place)


def _fix(error: BaseException, last: TracebackType, source: Source, place: Place) -> Fix | None:
    match error:
        case NameError(name=str() as name):
            known = {**last.tb_frame.f_globals, **last.tb_frame.f_locals}
            return rename(source.span_at(place), name, _public(known))
        case AttributeError(name=str() as name, obj=ModuleType() as module):
            return rename_last(source.span_at(place), name, _public(vars(module)))
        case UnknownParameter() if place in source.calls:
            written = [one for one in source.calls[place].keywords if one.arg == error.unknown]
            places = [(one.lineno, one.col_offset, one.lineno, one.col_offset) for one in written]
            return rename_first(source.span_at(places[0]), error.unknown, error.known) if places else None
        case _:
            return None


def _entries(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _place(entry: TracebackType) -> Place | None:
    line, end_line, col, end_col = list(entry.tb_frame.f_code.co_positions())[entry.tb_lasti // 2]
    if line is None or end_line is None or col is None or end_col is None:
        return None
    return (line, col, end_line, end_col)


def _public(names: Iterable[str]) -> list[str]:
    return [name for name in names if not name.startswith("_")]
