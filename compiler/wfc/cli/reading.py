"""Load and check the specs a command was given, once, in one way for all commands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import final

from wfc.cli.surviving import surviving
from wfc.diagnostics import Diagnostic, Diagnostics, Severity
from wfc.diagnostics.allow import Allow, Allowed, allowed_among, read_allows, unused_allows
from wfc.diagnostics.catalogue import (
    ALIAS_MISMATCH,
    BAD_DURATION,
    DEFAULT_FACTORY,
    MODEL_NOT_IMPORTABLE,
    NO_WORKFLOW,
    SPEC_NOT_LOADED,
)
from wfc.driver import Checked, analyse
from wfc.frontend.load import LoadedSpec, load_spec, unloaded_spec
from wfc.frontend.sources import NO_DRAFTS, display_name
from wfc.ir.nodes import Workflow
from wfc.pipeline import check_together

PASSABLE = (ALIAS_MISMATCH, BAD_DURATION, DEFAULT_FACTORY, MODEL_NOT_IMPORTABLE)
"""Errors of loading behind which the workflow is what its author meant, so that further errors in it are real."""


@final
@dataclass(frozen=True, slots=True)
class Read:
    """The sound workflows by spec file, all findings, and the text of every file that findings point into.

    `specs` are the files' names in findings; `allowed` are the findings that the comments in `allows` silence.
    """

    workflows: dict[Path, tuple[Workflow, ...]]
    specs: tuple[str, ...]
    texts: dict[str, tuple[str, ...]]
    allows: tuple[Allow, ...]
    findings: tuple[Diagnostic, ...] = ()
    allowed: tuple[Allowed, ...] = ()

    @property
    def failed(self) -> bool:
        """Is one of the findings an error?"""
        return any(map(_is_error, self.findings))

    @property
    def not_loaded(self) -> bool:
        """Could some spec not even be imported?"""
        return any(found.code in (SPEC_NOT_LOADED, NO_WORKFLOW) for found in self.findings)

    def adding(self, findings: Iterable[Diagnostic]) -> "Read":
        """The same with later findings, of which some may be allowed too."""
        more = tuple(findings)
        allowed = allowed_among(more, self.allows)
        silent = {one.found for one in allowed}
        left = tuple(found for found in more if found not in silent)
        return replace(self, findings=self.findings + left, allowed=self.allowed + allowed)


def read_specs(files: list[Path], root: Path, drafts: Mapping[str, str] = NO_DRAFTS) -> Read:
    """Load every file and check every workflow in it; a broken one never hides the findings of another.

    `drafts`, by resolved path, stand for what the files hold.
    """
    workflows: dict[Path, tuple[Workflow, ...]] = {}
    findings: list[Diagnostic] = []
    texts: dict[str, tuple[str, ...]] = {}
    paths = [file.resolve() for file in files]
    for file, path in zip(files, paths, strict=True):
        found = Diagnostics()
        read = surviving(partial(_read, path, root, found, drafts), path, root, found)
        loaded, checked = read if read is not None else (unloaded_spec(path, root), [])
        texts |= loaded.texts
        findings += found.sorted()
        errors = [finding for finding in found.sorted() if _is_error(finding)]
        findings += [finding for one in checked for finding in one.findings if not errors or _is_error(finding)]
        workflows[file] = tuple(one.core for one in checked if one.core is not None and not errors)
    together = Diagnostics()
    check_together([workflow for sound in workflows.values() for workflow in sound], together)
    findings += together.sorted()
    findings = list(dict.fromkeys(findings))  # an error of a called workflow is told by each that calls it
    allows = read_allows(texts)
    # what a module of the team is imported by decides on the findings in it, so only a spec can have a needless comment
    specs = tuple(display_name(path, root) for path in paths)
    findings += unused_allows(findings, [allow for allow in allows if allow.span.file in specs])
    return Read(workflows, specs, texts, allows).adding(findings)


def _read(path: Path, root: Path, found: Diagnostics, drafts: Mapping[str, str]) -> tuple[LoadedSpec, list[Checked]]:
    loaded = load_spec(path, root, found, drafts)
    errors = [finding for finding in found.sorted() if _is_error(finding)]
    return loaded, [analyse(workflow) for workflow in loaded.workflows] if _may_go_on(errors) else []


def _may_go_on(errors: Iterable[Diagnostic]) -> bool:
    return all(error.code in PASSABLE for error in errors)


def _is_error(found: Diagnostic) -> bool:
    return found.severity is Severity.ERROR
