"""Import a spec file and collect the workflows it makes.

The file is parsed once; the same tree is compiled and run, so positions agree. What the author's code raises becomes a
diagnostic at the line of the spec it came from. Reports spec-not-loaded and no-workflow.
"""

import ast
import sys
import traceback
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, final

from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import NO_WORKFLOW, SPEC_NOT_LOADED
from wfc.frontend.check_shape import check_shape
from wfc.frontend.library import Library
from wfc.frontend.sources import Sources, display_name, lines_of
from wfc.ir import surface
from wfc.source import Span
from wfc.spec.workflow import Workflow


@final
@dataclass(frozen=True, slots=True)
class LoadedSpec:
    """A spec file: its workflows, and the text of every file its spans point into, for showing them."""

    file: str
    workflows: tuple[surface.Workflow, ...]
    texts: dict[str, tuple[str, ...]]


def load_spec(path: Path, root: Path, found: Diagnostics) -> LoadedSpec:
    """Run a spec file. Its folder is put first on `sys.path`, as `python FILE` would, and stays there for lazy
    imports.
    """
    path = path.resolve()
    shown = display_name(path, root)
    sources = Sources(root)
    text = _read(path, shown, found)
    if text is None:
        return LoadedSpec(shown, (), {})
    lines = {shown: lines_of(text)}
    module = _run(path, text, shown, sources, found)
    if module is None:
        return LoadedSpec(shown, (), lines)
    records = _workflows_of(module, str(path))
    if not records:
        help = "make a `Workflow(...)` and give it a name at the top level of the file"
        found.add(
            Diagnostic(code=NO_WORKFLOW, message=f"`{shown}` defines no workflow", at=Label(Span(shown, 1)), help=help)
        )
    library = Library(sources, found)
    workflows = tuple(library.surface(record) for record in records if check_shape(record, sources, found))
    return LoadedSpec(shown, workflows, lines | sources.texts())


def _read(path: Path, shown: str, found: Diagnostics) -> str | None:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        found.add(_not_loaded(f"`{shown}` cannot be read: {reason}", Span(shown, 0), "check the path"))
        return None
    if _hides_a_module(path):
        message = f"`{shown}` has the name of the module `{path.stem}` and would hide it"
        found.add(_not_loaded(message, Span(shown, 0), "give the file another name"))
        return None
    return text


def _hides_a_module(path: Path) -> bool:
    if not path.stem.isidentifier():  # nobody can import it
        return False
    try:
        other = find_spec(path.stem)
    except ValueError:  # a spec that was run under this name
        return False
    return other is not None and other.origin is not None and Path(other.origin).resolve() != path.resolve()


def _run(path: Path, text: str, shown: str, sources: Sources, found: Diagnostics) -> ModuleType | None:
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
        found.add(_failure(error, path, shown))
        return None
    return module


def _failure(error: BaseException, path: Path, shown: str) -> Diagnostic:
    if isinstance(error, SyntaxError) and error.filename == str(path):
        at = Span(shown, error.lineno or 1, max((error.offset or 1) - 1, 0))
        return _not_loaded(f"`{shown}` is not Python: {error.msg}", at, "correct the syntax")
    message = f"importing `{shown}` failed: {_one_line(error)}"
    help = "run the file with `python` to see the whole traceback"
    return _not_loaded(message, _line_in(error, path, shown), help)


def _workflows_of(module: ModuleType, filename: str) -> list[Workflow[Any, Any, Any]]:
    """The module's workflows in order of definition; one that was imported from another spec belongs to that one."""
    found = {
        id(value): value
        for value in module.__dict__.values()
        if isinstance(value, Workflow) and value.written_at.filename == filename
    }
    return list(found.values())


def _line_in(error: BaseException, path: Path, shown: str) -> Span:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return Span(shown, (lines[-1] if lines else 1) or 1)


def _one_line(error: BaseException) -> str:
    try:
        text = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 - the author's class may fail even at this
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _not_loaded(message: str, at: Span, help: str) -> Diagnostic:
    return Diagnostic(code=SPEC_NOT_LOADED, message=message, at=Label(at), help=help)
