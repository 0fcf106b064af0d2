"""`wfc check`: everything that is wrong with specs, in one run."""

import sys

import click

from wfc.cli.project import find_project, spec_files
from wfc.cli.report import counted, format_option, report, summary
from wfc.cli.targets_option import chosen_targets, options_of, target_option
from wfc.diagnostics import Severity


@click.command()
@click.argument("specs", nargs=-1)
@target_option
@format_option
def check(specs: tuple[str, ...], target: tuple[str, ...], output_format: str) -> None:
    """Check spec files; with --target also what a platform cannot do, or does with a difference."""
    from wfc.cli.reading import read_specs
    from wfc.driver import capabilities

    project = find_project()
    targets = [(chosen, options_of(chosen, project)) for chosen in chosen_targets(target)]
    read = read_specs(spec_files(specs, project), project.root)
    workflows = [workflow for sound in read.workflows.values() for workflow in sound]
    findings = read.findings + read.not_allowed(
        found
        for chosen, options in targets
        for workflow in workflows
        for found in capabilities(workflow, chosen, options)
    )
    report(findings, read.texts, output_format)
    click.echo(f"{counted(len(workflows), 'sound workflow')}, {summary(findings)}", err=True)
    if read.not_loaded:
        sys.exit(2)
    sys.exit(int(any(found.severity is not Severity.INFO for found in findings)))
