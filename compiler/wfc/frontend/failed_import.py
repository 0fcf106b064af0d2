"""Say why a spec file could not be run. Reports spec-not-loaded, at the line of the spec where it happened.

The author's classes may do anything when their errors are looked at; that is a finding too.
"""

import traceback
from pathlib import Path

from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import SPEC_NOT_LOADED
from wfc.frontend.misnamed import fix_misnamed
from wfc.frontend.sources import Sources
from wfc.source import Span


def report_syntax(error: Exception, shown: str, found: Diagnostics) -> None:
    """What Python could not parse or compile."""
    at, why, help = Span(shown, 1), _one_line(error), "correct the syntax"
    if isinstance(error, SyntaxError):
        at, why = Span(shown, error.lineno or 1, max((error.offset or 1) - 1, 0)), error.msg
    elif isinstance(error, RecursionError | MemoryError):
        why, help = "it is nested too deeply", "write it flatter"
    found.error(SPEC_NOT_LOADED, f"`{shown}` is not Python: {why}", at, help)


def report_failure(error: BaseException, path: Path, shown: str, sources: Sources, found: Diagnostics) -> None:
    """What the spec raised."""
    try:
        _report(error, path, shown, sources, found)
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - asking an error of the author's own class runs the author's code
        message = f"importing `{shown}` failed with an error that cannot be shown"
        found.error(SPEC_NOT_LOADED, message, Span(shown, 1), "raise an ordinary exception")


def _report(error: BaseException, path: Path, shown: str, sources: Sources, found: Diagnostics) -> None:
    message = f"importing `{shown}` failed: {_one_line(error)}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    fix = fix_misnamed(error, path, sources)
    help = f"did you mean `{fix.text}`?" if fix is not None else "run the file with `python` to see the whole traceback"
    found.error(SPEC_NOT_LOADED, message, Span(shown, (lines[-1] if lines else 1) or 1), help, fix=fix)


def _one_line(error: BaseException) -> str:
    try:
        text = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 - the author's class may fail even at this
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
