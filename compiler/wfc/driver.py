"""A spec's surface in, core IR or files and findings out. No I/O: the command line reads and writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from wfc.diagnostics import Diagnostic, Diagnostics, Severity
from wfc.ir import surface
from wfc.ir.nodes import Workflow
from wfc.ir.walk import family
from wfc.passes.check_capabilities import add_limits, check_capabilities
from wfc.pipeline import check, to_core
from wfc.target import Measures, Options, ReadsBack, Target


@final
@dataclass(frozen=True, slots=True)
class Checked:
    """`core` is None exactly when some finding is an error."""

    core: Workflow | None
    findings: tuple[Diagnostic, ...]


@final
@dataclass(frozen=True, slots=True)
class Compiled:
    """`files` are empty exactly when some finding is an error."""

    files: Mapping[str, bytes]
    findings: tuple[Diagnostic, ...]


class MisbuiltOutput(Exception):
    """A target emitted what its platform would refuse, or what means something else: a bug of wfc, not of the spec."""


def analyse(workflow: surface.Workflow) -> Checked:
    """Check one workflow and bring it to its core."""
    found = Diagnostics()
    checked = check(workflow, found)
    lowered = to_core(checked, found) if checked is not None else None
    return Checked(None if found.has_errors else lowered, found.sorted())


def capabilities(workflow: Workflow, target: Target, options: Options) -> tuple[Diagnostic, ...]:
    """What the target cannot do for this workflow, or does with a difference."""
    found = Diagnostics()
    check_capabilities(workflow, target, options, found)
    return found.sorted()


def compile_workflow(workflow: Workflow, target: Target, options: Options) -> Compiled:
    """Emit one workflow for one target. Raises MisbuiltOutput when the output is not acceptable to the platform."""
    findings = capabilities(workflow, target, options)
    if any(found.severity is Severity.ERROR for found in findings):
        return Compiled({}, findings)
    files = target.emit(workflow, options)
    if isinstance(target, Measures):
        measured = Diagnostics()
        add_limits(target.measure(workflow, files), measured)
        findings += measured.sorted()
        if measured.has_errors:
            return Compiled({}, findings)
    complaints = target.check(files)
    if not complaints and isinstance(target, ReadsBack):
        complaints = target.validate(workflow, files, options)
    if complaints:
        raise MisbuiltOutput(f"{target.name}: " + "; ".join(complaints))
    return Compiled(files, findings)


def compile_with_children(workflow: Workflow, target: Target, options: Options) -> Compiled:
    """Emit a workflow with all that it calls, as it needs them to run."""
    compiled = [compile_workflow(one, target, options) for one in family(workflow)]
    findings = tuple(found for one in compiled for found in one.findings)
    if any(found.severity is Severity.ERROR for found in findings):
        return Compiled({}, findings)
    return Compiled({path: data for one in compiled for path, data in one.files.items()}, findings)
