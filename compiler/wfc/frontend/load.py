"""Import a spec file and collect the workflows it makes. Reports spec-not-loaded and no-workflow."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, final

from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import NO_WORKFLOW, SPEC_NOT_LOADED
from wfc.frontend.check_shape import check_shape
from wfc.frontend.library import Library
from wfc.frontend.run_spec import run_spec
from wfc.frontend.sources import NO_DRAFTS, Sources, display_name, lines_of
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


def load_spec(path: Path, root: Path, found: Diagnostics, drafts: Mapping[str, str] = NO_DRAFTS) -> LoadedSpec:
    """Run a spec file. Its folder is put first on `sys.path`, as `python FILE` would, and stays there for lazy
    imports. `drafts`, by resolved path, stand for what the files hold.
    """
    path = path.resolve()
    shown = display_name(path, root)
    sources = Sources(root, drafts)
    text = _read(path, shown, sources, found)
    if text is None:
        return LoadedSpec(shown, (), {})
    lines = {shown: lines_of(text)}
    module = run_spec(path, text, shown, sources, found)
    if module is None:
        return LoadedSpec(shown, (), lines)
    records = _workflows_of(module, str(path))
    if not records:
        help = "make a `Workflow(...)` and give it a name at the top level of the file"
        found.error(NO_WORKFLOW, f"`{shown}` defines no workflow", Span(shown, 1), help)
    library = Library(sources, found)
    workflows = tuple(library.surface(record) for record in records if check_shape(record, sources, found))
    return LoadedSpec(shown, workflows, lines | sources.texts())


def unloaded_spec(path: Path, root: Path) -> LoadedSpec:
    """A spec file that cannot be run: its text, if it has one."""
    shown = display_name(path, root)
    try:
        return LoadedSpec(shown, (), {shown: lines_of(Sources(root).text(str(path)))})
    except (OSError, UnicodeDecodeError):
        return LoadedSpec(shown, (), {})


def _read(path: Path, shown: str, sources: Sources, found: Diagnostics) -> str | None:
    try:
        text = sources.text(str(path))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        found.error(SPEC_NOT_LOADED, f"`{shown}` cannot be read: {reason}", Span(shown, 0), "check the path")
        return None
    if _hides_a_module(path):
        message = f"`{shown}` has the name of the module `{path.stem}` and would hide it"
        found.error(SPEC_NOT_LOADED, message, Span(shown, 0), "give the file another name")
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


def _workflows_of(module: ModuleType, filename: str) -> list[Workflow[Any, Any, Any]]:
    """The module's workflows in order of definition; one that was imported from another spec belongs to that one."""
    made = [value for value in module.__dict__.values() if _is_workflow(value)]
    return list({id(one): one for one in made if one.written_at.filename == filename}.values())


def _is_workflow(value: object) -> bool:
    """By its type, not by what it says of itself; and made as workflows are made."""
    return issubclass(type(value), Workflow) and all(hasattr(value, field.name) for field in fields(Workflow))
