"""Run a spec file as a module.

The file is parsed once; the same tree is compiled and run, so positions agree. What the author's code raises becomes a
diagnostic at the line of the spec it came from. Reports spec-not-loaded.
"""

import ast
import sys
import traceback
from pathlib import Path
from types import ModuleType

from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import SPEC_NOT_LOADED
from wfc.frontend.misnamed import fix_misnamed
from wfc.frontend.sources import Sources
from wfc.source import Span


def run_spec(path: Path, text: str, shown: str, sources: Sources, found: Diagnostics) -> ModuleType | None:
    """The module that the file makes, None when it raises."""
    folder = str(path.parent)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    module = ModuleType(path.stem)
    module.__file__ = str(path)
    sys.modules[path.stem] = module
    try:
        tree = ast.parse(text, str(path))
        sources.add(str(path), text, tree)
        exec(compile(tree, str(path), "exec"), module.__dict__)
    except BaseException as error:  # the author's code may raise anything, SystemExit too
        if isinstance(error, KeyboardInterrupt):
            raise
        _report(error, path, shown, sources, found)
        return None
    return module


def _report(error: BaseException, path: Path, shown: str, sources: Sources, found: Diagnostics) -> None:
    if isinstance(error, SyntaxError) and error.filename == str(path):
        at = Span(shown, error.lineno or 1, max((error.offset or 1) - 1, 0))
        found.error(SPEC_NOT_LOADED, f"`{shown}` is not Python: {error.msg}", at, "correct the syntax")
        return
    message = f"importing `{shown}` failed: {_one_line(error)}"
    fix = fix_misnamed(error, path, sources)
    help = f"did you mean `{fix.text}`?" if fix is not None else "run the file with `python` to see the whole traceback"
    found.error(SPEC_NOT_LOADED, message, _line_in(error, path, shown), help, fix=fix)


def _line_in(error: BaseException, path: Path, shown: str) -> Span:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return Span(shown, (lines[-1] if lines else 1) or 1)


def _one_line(error: BaseException) -> str:
    try:
        text = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 - the author's class may fail even at this
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
