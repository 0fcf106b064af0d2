"""`wfc test`: play the scenarios of specs and compare what happens with what they expect."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wfc.cli.project import Project, find_project, spec_files
from wfc.cli.report import report
from wfc.cli.targets_option import chosen_target, options_of

if TYPE_CHECKING:
    from wfc.cli.scenarios import Case
    from wfc.cli.verdicts import Verdict


@click.command()
@click.argument("specs", nargs=-1)
@click.option("--target", "-t", metavar="NAME", help="Play them on this target's engine, started locally.")
@click.option("-k", "expression", metavar="EXPR", default="", help="Only those whose name fits: `paid and not late`.")
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Also write JUnit XML.")
@click.option("--coverage", is_flag=True, help="Say which steps, transitions and compensations no scenario exercised.")
@click.option("--min", "minimum", type=click.IntRange(0, 100), metavar="PERCENT", help="Fail below this coverage.")
def test(
    specs: tuple[str, ...],
    target: str | None,
    expression: str,
    junit: Path | None,
    coverage: bool,
    minimum: int | None,
) -> None:
    """Play the scenarios of spec files: for `specs/flow.py` those in `specs/scenarios/flow/`."""
    from wfc.cli.selecting import selects

    project = find_project()
    read, sound = _read(spec_files(specs, project), project)
    cases = [case for case in read if selects(expression, case.name)]
    if not cases and sound:
        raise click.UsageError("no scenario to play: they stand in `scenarios/SPEC/*.yaml` beside SPEC.py")
    verdicts = _show(_verdicts(cases, target, project))
    if junit:
        from wfc.cli.junit import write_junit

        write_junit(verdicts, target or "interpreter", junit)
    covered = _show_coverage(verdicts, minimum or 0) if coverage or minimum is not None else True
    if not (sound and covered) or any(verdict.complaints for verdict in verdicts):
        sys.exit(1)


def _read(files: list[Path], project: Project) -> tuple[list["Case"], bool]:
    """All scenarios that can be played, and whether those are all; what is wrong with specs and the others is shown."""
    from wfc.cli.reading import read_specs
    from wfc.cli.scenarios import read_cases, scenario_files
    from wfc.diagnostics import Severity
    from wfc.frontend.sources import display_name

    read = read_specs(files, project.root)
    errors = [found for found in read.findings if found.severity is Severity.ERROR]
    report(errors, read.texts, "full")
    if read.not_loaded:
        sys.exit(2)
    cases: list[Case] = []
    sound, broken = not errors, {error.at.span.file for error in errors}
    for spec, workflows in read.workflows.items():
        if display_name(spec.resolve(), project.root) not in broken:
            of_spec = read_cases(spec, scenario_files(spec), workflows, project.root)
            report(of_spec.findings, of_spec.texts, "full")
            cases += of_spec.cases
            sound = sound and not of_spec.findings
    return cases, sound


def _verdicts(cases: Sequence["Case"], target: str | None, project: Project) -> Iterable["Verdict"]:
    from wfc.cli.verdicts import interpret_cases, play_cases

    if target is None:
        return interpret_cases(cases)
    chosen = chosen_target(target)
    return play_cases(chosen, options_of(chosen, project), cases)


def _show(verdicts: Iterable["Verdict"]) -> list["Verdict"]:
    """One line a scenario that failed, with what is wrong below, and a closing count; the verdicts as they came."""
    seen = []
    for verdict in verdicts:
        seen.append(verdict)
        if verdict.left_out:
            click.echo(f"{verdict.case.name} ({verdict.case.scenario.file}) is left out: {verdict.left_out}")
        if verdict.complaints:
            click.echo(f"{verdict.case.name} ({verdict.case.scenario.file})")
            for line in verdict.complaints:
                click.echo(f"  {line}")
    failed = sum(bool(verdict.complaints) for verdict in seen)
    left_out = sum(verdict.left_out is not None for verdict in seen)
    rest = f", {left_out} left out" if left_out else ""
    took = sum(verdict.seconds for verdict in seen)
    click.echo(
        f"{len(seen)} scenarios: {len(seen) - failed - left_out} as expected, {failed} not{rest}, in {took:.2f} s"
    )
    return seen


def _show_coverage(verdicts: Sequence["Verdict"], minimum: int) -> bool:
    """What the scenarios have not exercised, by workflow; False below the minimum in any of them."""
    from wfc.interpret.cover import cover

    enough = True
    for workflow in {id(verdict.case.workflow): verdict.case.workflow for verdict in verdicts}.values():
        runs = [verdict.run for verdict in verdicts if verdict.case.workflow is workflow]
        covered = cover(workflow, runs)
        enough = enough and covered.percent >= minimum
        click.echo(f"{workflow.key} {workflow.version}: {covered.percent} % of {covered.total}")
        for name in covered.missed:
            click.echo(f"  never: {name}")
    return enough
