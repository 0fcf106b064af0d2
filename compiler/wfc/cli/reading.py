"""Load and check the specs a command was given, once, in one way for all commands."""

from dataclasses import dataclass
from pathlib import Path
from typing import final

from wfc.diagnostics import Diagnostic, Diagnostics, Severity
from wfc.driver import analyse
from wfc.frontend.load import load_spec
from wfc.ir.nodes import Workflow
from wfc.pipeline import check_together


@final
@dataclass(frozen=True, slots=True)
class Read:
    """The sound workflows by spec file, all findings, and the text of every file that findings point into."""

    workflows: dict[Path, tuple[Workflow, ...]]
    findings: tuple[Diagnostic, ...]
    texts: dict[str, tuple[str, ...]]

    @property
    def failed(self) -> bool:
        """Is one of the findings an error?"""
        return any(found.severity is Severity.ERROR for found in self.findings)

    @property
    def not_loaded(self) -> bool:
        """Could some spec not even be imported?"""
        return any(found.code.id.startswith("WFC9") for found in self.findings)


def read_specs(files: list[Path], root: Path) -> Read:
    """Load every file and check every workflow in it; a broken one never hides the findings of another."""
    workflows: dict[Path, tuple[Workflow, ...]] = {}
    findings: list[Diagnostic] = []
    texts: dict[str, tuple[str, ...]] = {}
    for file in files:
        found = Diagnostics()
        loaded = load_spec(file, root, found)
        texts |= loaded.texts
        findings += found.sorted()
        checked = [analyse(workflow) for workflow in loaded.workflows] if not found.has_errors else []
        findings += [finding for result in checked for finding in result.findings]
        workflows[file] = tuple(result.core for result in checked if result.core is not None)
    together = Diagnostics()
    check_together([workflow for sound in workflows.values() for workflow in sound], together)
    findings += together.sorted()
    return Read(workflows, tuple(findings), texts)
