"""`wfc build`: compile specs and write the generated files."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wfc.cli.project import Project, find_project, spec_files
from wfc.cli.report import context_of, counted, format_option, report, summary
from wfc.cli.targets_option import chosen_targets, options_of, target_option
from wfc.diagnostics import Diagnostic
from wfc.diagnostics.context import is_error
from wfc.target import Options, Target, target_names

if TYPE_CHECKING:
    from wfc.ir.nodes import Workflow

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

    project = find_project()
    targets = chosen_targets(_required(target, emit))
    options = {chosen.name: options_of(chosen, project) for chosen in targets}
    read = read_specs(spec_files(specs, project), project.root)
    workflows = [workflow for found in read.workflows.values() for workflow in found]
    files, findings = _compile(workflows, targets, options)
    read = read.adding(findings)
    if emit != "files" and not read.failed:
        click.echo("\n".join(_stage(workflows, targets, emit)), nl=False)
        return
    report(read.findings, read.texts, output_format, context_of(read, project, is_error))
    if not read.failed:
        # a build of a few named specs must not remove what the others generated
        pruned = [] if specs else targets
        click.echo(f"{counted(len(workflows), 'workflow')}, {_write(files, _folder(out, project), pruned)}", err=True)
    click.echo(summary(read.findings, read.allowed), err=True)
    sys.exit(2 if read.not_loaded else int(read.failed))


def _required(target: tuple[str, ...], emit: str) -> tuple[str, ...]:
    if not target and emit != "core":
        raise click.UsageError(f"name a target with --target: {', '.join(target_names())} or all")
    return target


def _compile(
    workflows: list["Workflow"], targets: list[Target], options: Mapping[str, Options]
) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    from wfc.driver import compile_workflow

    files: dict[str, bytes] = {}
    findings: list[Diagnostic] = []
    for target in targets:
        for workflow in workflows:
            compiled = compile_workflow(workflow, target, options[target.name])
            findings += compiled.findings
            files |= {f"{target.name}/{path}": data for path, data in compiled.files.items()}
    return files, tuple(findings)


def _stage(workflows: list["Workflow"], targets: list[Target], emit: str) -> list[str]:
    from wfc.ir.text import workflow_text

    if emit == "core":
        return [workflow_text(workflow) for workflow in workflows]
    return [target.dump_plan(workflow) for workflow in workflows for target in targets]


def _folder(out: str | None, project: Project) -> Path:
    """What was asked for is meant from here, what is configured from the project's root."""
    return Path(out if out is not None else os.path.relpath(project.root / project.out))


def _write(files: dict[str, bytes], folder: Path, pruned: list[Target]) -> str:
    from wfc.cli.output import write_files

    written = write_files(folder, files, [target.name for target in pruned])
    for path in written.left:
        click.echo(f"{folder / path} is no longer generated, but was edited; it stays", err=True)
    removed = f", {len(written.removed)} removed" if written.removed else ""
    return f"{counted(len(files), 'file')} in {folder}, {len(written.changed)} changed{removed}"
