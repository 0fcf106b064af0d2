"""`wfc build`: compile specs and write the generated files."""

import sys
from pathlib import Path

import click

from wfc.cli.project import Project, find_project, spec_files
from wfc.cli.report import format_option, report, summary
from wfc.cli.targets_option import chosen_targets, options_of, target_option
from wfc.target import Target

STAGES = ("files", "core", "plan")


@click.command()
@click.argument("specs", nargs=-1)
@target_option
@click.option("--out", "-o", metavar="DIR", help="Where to write; each target gets a folder in it. [default: build]")
@click.option(
    "--emit", type=click.Choice(STAGES), default="files", help="Print an inner stage instead of writing files."
)
@format_option
def build(specs: tuple[str, ...], target: tuple[str, ...], out: str | None, emit: str, output_format: str) -> None:
    """Compile spec files for one or more targets. Nothing is written when any of them has an error."""
    from wfc.cli.reading import read_specs
    from wfc.driver import compile_workflow
    from wfc.ir.text import workflow_text

    project = find_project()
    read = read_specs(spec_files(specs, project), project.root)
    findings, files = list(read.findings), dict[str, bytes]()
    targets = chosen_targets(_required(target, emit))
    workflows = [workflow for found in read.workflows.values() for workflow in found]
    if emit != "files" and not read.failed:
        for workflow in workflows:
            texts = [workflow_text(workflow)] if emit == "core" else [chosen.dump_plan(workflow) for chosen in targets]
            click.echo("\n".join(texts), nl=False)
        return
    for chosen in targets:
        for workflow in workflows:
            compiled = compile_workflow(workflow, chosen, options_of(chosen, project))
            findings += compiled.findings
            files |= {f"{chosen.name}/{path}": data for path, data in compiled.files.items()}
    report(findings, read.texts, output_format)
    failed = any(found.severity.value == "error" for found in findings)
    if not failed:
        # a build of a few named specs must not remove what the others generated
        _write(files, out or project.out, project, [] if specs else targets, len(workflows))
    click.echo(summary(findings), err=True)
    sys.exit(2 if read.not_loaded else int(failed))


def _required(target: tuple[str, ...], emit: str) -> tuple[str, ...]:
    if not target and emit != "core":
        raise click.UsageError("name a target: --target airflow, temporal, stepfunctions or all")
    return target


def _write(files: dict[str, bytes], out: str, project: Project, pruned: list[Target], workflows: int) -> None:
    from wfc.cli.output import write_files

    folder = Path(out) if Path(out).is_absolute() else project.root / out
    changed = write_files(folder, files, [target.name for target in pruned])
    click.echo(f"{workflows} workflows, {len(files)} files in {out}, {changed} changed", err=True)
