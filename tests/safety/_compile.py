"""Compile a spec made of texts for every target, as `wfc build` does but without writing."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wfc.cli.reading import read_specs
from wfc.diagnostics import Diagnostic, Severity
from wfc.driver import compile_workflow
from wfc.ir.nodes import Workflow
from wfc.target import default_options, find_targets

TARGETS = find_targets()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a spec: files by `target/path`, or errors."""

    workflows: tuple[Workflow, ...]
    files: Mapping[str, bytes]
    errors: tuple[Diagnostic, ...]


def compile_files(sources: Mapping[str, str], folder: Path, spec: str = "spec.py") -> Outcome:
    """Write the sources and compile the one that is the spec. What a target refuses has no files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in sources.items():
        (folder / name).write_text(text, "utf-8")
    with imported_afresh(folder):
        read = read_specs([folder / spec], folder)
    errors = [found for found in read.findings if found.severity is Severity.ERROR]
    workflows = () if errors else tuple(one for found in read.workflows.values() for one in found)
    files: dict[str, bytes] = {}
    for workflow in workflows:
        for name, target in TARGETS.items():
            compiled = compile_workflow(workflow, target, default_options(target))
            errors += [found for found in compiled.findings if found.severity is Severity.ERROR]
            files |= {f"{name}/{path}": data for path, data in compiled.files.items()}
    return Outcome(workflows, files, tuple(errors))


@contextmanager
def imported_afresh(folder: Path) -> Iterator[None]:
    """Forget the modules of a folder afterwards: the next one has others of the same names."""
    before, path = set(sys.modules), list(sys.path)
    writing, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.path[:] = path
        sys.dont_write_bytecode = writing
        for name in set(sys.modules) - before:
            if str(getattr(sys.modules[name], "__file__", "")).startswith(str(folder)):
                del sys.modules[name]
