"""Run a spec file as a module.

The file is parsed once; the same tree is compiled and run, so positions agree. What the author's code raises becomes a
diagnostic at the line of the spec it came from.
"""

import ast
import sys
from pathlib import Path
from types import CodeType, ModuleType

from wfc.diagnostics import Diagnostics
from wfc.frontend.failed_import import report_failure, report_syntax
from wfc.frontend.restored import Restored
from wfc.frontend.sources import Sources


def run_spec(path: Path, text: str, shown: str, sources: Sources, found: Diagnostics) -> ModuleType | None:
    """The module that the file makes, None when it raises."""
    folder = str(path.parent)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    module = ModuleType(path.stem)
    module.__file__ = str(path)
    sys.modules[path.stem] = module
    code = _compiled(path, text, shown, sources, found)
    if code is None:
        return None
    try:
        with Restored():
            exec(code, module.__dict__)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - the author's code may raise anything, SystemExit too
        report_failure(error, path, shown, sources, found)
        if isinstance(error, MemoryError):
            vars(module).clear()  # the next spec needs some of it
        return None
    return module


def _compiled(path: Path, text: str, shown: str, sources: Sources, found: Diagnostics) -> CodeType | None:
    try:
        tree = ast.parse(text, str(path))
        sources.add(str(path), text, tree)
        return compile(tree, str(path), "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        report_syntax(error, shown, found)
        return None
