"""Whatever an author's code does while a spec is read is a finding, with the spec's place, and the other specs go on.

Such code runs not only when the spec is imported: annotations, schemas of models and `__eq__` are run as they are
looked at. An error of wfc's own code is not the spec's, and passes.
"""

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from pathlib import Path
from typing import TypeVar

from wfc.cli.fork import lost, reading
from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import SPEC_NOT_LOADED
from wfc.frontend.sources import display_name
from wfc.source import Span

T = TypeVar("T")
OURS = Path(__file__).parents[1]
"""Where wfc's own code is."""


def surviving(read: Callable[[], T], path: Path, root: Path, found: Diagnostics) -> T | None:
    """What `read` makes of the spec at the resolved `path`; None and a finding when the spec did not let it end."""
    shown = display_name(path, root)
    if gone := lost(path):
        found.error(SPEC_NOT_LOADED, f"`{shown}` {gone.what}", Span(shown, gone.line), gone.help)
        return None
    try:
        # what a spec prints is no answer, where it goes is not our place
        with redirect_stdout(sys.stderr), _staying(), reading(path):
            return read()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        line = _line_of_author(error, path)
        if line is None and not _is_theirs(error):
            raise
        message = f"`{shown}` failed while it was read, with {type(error).__name__}"
        help = "let code that runs when a value is looked at, such as `__eq__` or the schema of a model, raise nothing"
        found.error(SPEC_NOT_LOADED, message, Span(shown, line or 0), help)
        return None


def _is_theirs(error: BaseException) -> bool:
    """Nothing in wfc exits, or comes to the end of memory or files, while it reads."""
    return isinstance(error, MemoryError | OSError) or not isinstance(error, Exception)


def _line_of_author(error: BaseException, path: Path) -> int | None:
    """Where in the spec, or 0 in what it imports, the code of an author failed that wfc's own code came to call."""
    lines: list[int | None] = [None]
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).is_relative_to(OURS):
            lines.append(None)
        elif frame.filename == str(path):
            lines.append(frame.lineno)
        elif Path(frame.filename).is_relative_to(path.parent) and "site-packages" not in frame.filename:
            lines.append(0)
    return lines[-1]


@contextmanager
def _staying() -> Iterator[None]:
    """Afterwards the current folder is what it was, if there is such a folder."""
    here: Path | None = None
    with suppress(OSError):
        here = Path.cwd()
    try:
        yield
    finally:
        with suppress(OSError):
            os.chdir(here or os.curdir)
