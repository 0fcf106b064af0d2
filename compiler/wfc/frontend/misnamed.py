"""What running a spec stumbled over may be a slip of a name: an operation, or whatever else stands at its top level."""

from collections.abc import Iterable
from pathlib import Path
from types import ModuleType, TracebackType

from wfc.diagnostics.fix import Fix, rename, rename_last
from wfc.frontend.sources import Sources
from wfc.source import Span


def fix_misnamed(error: BaseException, path: Path, sources: Sources) -> Fix | None:
    """The one name that must have been meant, if the spec itself, not what it calls, used one that does not exist."""
    last = _last(error.__traceback__)
    source = sources.get(str(path))
    if last is None or source is None or last.tb_frame.f_code.co_filename != str(path):
        return None
    position = list(last.tb_frame.f_code.co_positions())[last.tb_lasti // 2]
    line, end_line, col, end_col = position
    if line is None or end_line is None or col is None or end_col is None:
        return None
    return _fix(error, last, source.span_at((line, col, end_line, end_col)))


def _fix(error: BaseException, last: TracebackType, at: Span) -> Fix | None:
    match error:
        case NameError(name=str() as name):
            return rename(at, name, _public({**last.tb_frame.f_globals, **last.tb_frame.f_locals}))
        case AttributeError(name=str() as name, obj=ModuleType() as module):
            return rename_last(at, name, _public(vars(module)))
        case _:
            return None


def _public(names: Iterable[str]) -> list[str]:
    return [name for name in names if not name.startswith("_")]


def _last(trace: TracebackType | None) -> TracebackType | None:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace
