"""`wfc check`: everything that is wrong with specs, in one run."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wfc.cli.project import find_project, spec_files
from wfc.cli.report import context_of, counted, format_option, report, summary
from wfc.cli.support import SUPPORT_FORMATS, report_support, uses
from wfc.cli.targets_option import chosen_targets, options_of, target_option
from wfc.diagnostics import Diagnostic, Severity
from wfc.diagnostics.catalogue import DEGRADED_FEATURE

if TYPE_CHECKING:
    from wfc.cli.reading import Read

FAILING: Mapping[str, Callable[[Diagnostic], bool]] = {
    "error": lambda found: found.severity is Severity.ERROR,
    "degraded": lambda found: found.severity is Severity.ERROR or found.code is DEGRADED_FEATURE,
    "warning": lambda found: found.severity is not Severity.INFO,
}
"""By the value of --fail-on: does a finding make the command fail?"""


@click.command()
@click.argument("specs", nargs=-1)
@target_option
@click.option("--support", "with_support", is_flag=True, help="Also show how each target does what the specs use.")
@click.option(
    "--fail-on",
    type=click.Choice(tuple(FAILING)),
    default="warning",
    show_default=True,
    help="The mildest finding that ends the command with 1.",
)
@click.option(
    "--fix", is_flag=True, help="Repair what can be repaired without you, in the spec files; report the rest."
)
@click.option("--diff", "as_diff", is_flag=True, help="Show what --fix would change as a diff, and write nothing.")
@format_option
def check(
    specs: tuple[str, ...],
    target: tuple[str, ...],
    with_support: bool,
    fail_on: str,
    fix: bool,
    as_diff: bool,
    output_format: str,
) -> None:
    """Check spec files; with --target also what a platform cannot do, or does with a difference."""
    from wfc.cli.reading import read_specs
    from wfc.driver import capabilities

    if with_support and output_format not in SUPPORT_FORMATS:
        formats = ", ".join(SUPPORT_FORMATS)
        raise click.UsageError(f"--support is shown as {formats}; leave it out for --output-format {output_format}")
    project = find_project()
    chosen_names = target or (("all",) if with_support else ())
    targets = [(chosen, options_of(chosen, project)) for chosen in chosen_targets(chosen_names)]
    files = spec_files(specs, project)
    if as_diff:
        sys.exit(_show_diff(files, project.root, FAILING[fail_on]))
    read = _fixed(files, project.root) if fix else read_specs(files, project.root)
    workflows = [workflow for sound in read.workflows.values() for workflow in sound]
    read = read.adding(
        found
        for chosen, options in targets
        for workflow in workflows
        for found in capabilities(workflow, chosen, options)
    )
    if with_support:
        report_support(read.findings, [uses(workflow, targets) for workflow in workflows], read.texts, output_format)
    else:
        report(read.findings, read.texts, output_format, context_of(read, project, FAILING[fail_on]))
    click.echo(f"{counted(len(workflows), 'sound workflow')}, {summary(read.findings, read.allowed)}", err=True)
    offered = sum(found.fix is not None for found in read.findings)
    if offered and not fix:
        click.echo(f"{offered} of them may be repaired by `wfc check --fix`; `--diff` shows how", err=True)
    if read.not_loaded:
        sys.exit(2)
    sys.exit(int(any(FAILING[fail_on](found) for found in read.findings)))


def _fixed(files: list[Path], root: Path) -> "Read":
    """The specs after their repair, which is written."""
    from wfc.cli.fixing import fix_specs, tell, write

    fixed = fix_specs(files, root)
    write(fixed)
    tell(fixed, "fixed")
    return fixed.read


def _show_diff(files: list[Path], root: Path, fails: Callable[[Diagnostic], bool]) -> int:
    """The exit code after the diff that the repair would be."""
    from wfc.cli.fixing import fix_specs, show_diff, tell

    fixed = fix_specs(files, root)
    show_diff(fixed)
    tell(fixed, "would fix")
    click.echo(f"{summary(fixed.read.findings, fixed.read.allowed)} would be left", err=True)
    return 2 if fixed.read.not_loaded else int(bool(fixed.changed) or any(map(fails, fixed.read.findings)))
