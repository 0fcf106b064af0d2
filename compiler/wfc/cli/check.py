"""`wfc check`: everything that is wrong with specs, in one run."""

import sys

import click

from wfc.cli.project import find_project, spec_files
from wfc.cli.report import format_option, report, summary
from wfc.cli.targets_option import chosen_targets, target_option


@click.command()
@click.argument("specs", nargs=-1)
@target_option
@format_option
def check(specs: tuple[str, ...], target: tuple[str, ...], output_format: str) -> None:
    """Check spec files; with --target also what a platform cannot do, or does with a difference."""
    from wfc.cli.reading import read_specs
    from wfc.driver import capabilities

    project = find_project()
    read = read_specs(spec_files(specs, project), project.root)
    findings = list(read.findings)
    for chosen in chosen_targets(target):
        for workflows in read.workflows.values():
            findings += [found for workflow in workflows for found in capabilities(workflow, chosen)]
    report(findings, read.texts, output_format)
    click.echo(f"{sum(map(len, read.workflows.values()))} workflows sound, {summary(findings)}", err=True)
    if read.not_loaded:
        sys.exit(2)
    if any(found.severity.value != "info" for found in findings):
        sys.exit(1)
