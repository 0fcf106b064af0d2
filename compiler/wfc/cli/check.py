"""`wfc check`: everything that is wrong with specs, in one run."""

import sys
from collections.abc import Callable, Mapping

import click

from wfc.cli.project import find_project, spec_files
from wfc.cli.report import context_of, counted, format_option, report, summary
from wfc.cli.support import SUPPORT_FORMATS, report_support, uses
from wfc.cli.targets_option import chosen_targets, options_of, target_option
from wfc.diagnostics import Diagnostic, Severity
from wfc.diagnostics.catalogue import DEGRADED_FEATURE

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
@format_option
def check(
    specs: tuple[str, ...], target: tuple[str, ...], with_support: bool, fail_on: str, output_format: str
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
    read = read_specs(spec_files(specs, project), project.root)
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
    if read.not_loaded:
        sys.exit(2)
    sys.exit(int(any(FAILING[fail_on](found) for found in read.findings)))
