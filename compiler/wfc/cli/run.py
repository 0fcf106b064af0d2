"""`wfc run`: one scenario as a timeline, on the interpreter or on a real engine."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wfc.cli.project import Project, find_project
from wfc.cli.report import report, wants_colours
from wfc.cli.targets_option import chosen_target, options_of

if TYPE_CHECKING:
    from wfc.cli.reading import Read
    from wfc.cli.scenarios import Case


@click.command()
@click.argument("spec", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--scenario", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--target", "-t", metavar="NAME", help="Run the generated code on this target's engine, started locally.")
def run(spec: Path, scenario: Path, target: str | None) -> None:
    """Run one scenario of SPEC and show what happens when."""
    from wfc.cli.reading import read_specs
    from wfc.cli.scenarios import read_cases

    project = find_project()
    read = read_specs([spec], project.root)
    cases = read_cases(spec, [scenario], read.workflows[spec], project.root) if not read.failed else None
    if cases is None or not cases.cases:
        found = cases or read
        report(found.findings, found.texts, "full")
        sys.exit(2 if read.not_loaded else 1)
    case = cases.cases[0]
    click.echo(f"{case.workflow.key} {case.workflow.version}, {case.scenario.name}\n")
    if target is None:
        _interpret(case)
    else:
        _run_on(target, case, read, project)


def _interpret(case: "Case") -> None:
    from wfc.cli.timeline import timeline_lines
    from wfc.interpret.run import interpret

    for line in timeline_lines(interpret(case.workflow, case.scenario), paint):
        click.echo(line)


def _run_on(name: str, case: "Case", read: "Read", project: Project) -> None:
    from wfc.cli.playing import left_out, play_on, refusals
    from wfc.cli.timeline import journal_lines
    from wfc.cli.verdicts import started

    target = chosen_target(name)
    options = options_of(target, project)
    if refused := refusals(target, options, case.workflow):
        report(refused, read.texts, "full")
        sys.exit(1)
    if gap := left_out(target, case):
        raise click.ClickException(f"this scenario cannot be played there: {gap}")
    with started(target) as engine:
        journal = play_on(target, engine, options, case)
    for line in journal_lines(journal, paint):
        click.echo(line)


def paint(text: str, colour: str) -> str:
    """Coloured text where standard output is a terminal that wants colours."""
    return click.style(text, fg=colour) if wants_colours() else text
