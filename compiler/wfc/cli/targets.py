"""`wfc targets`: what each platform supports, feature by feature."""

import json
from typing import TypedDict

import click

from wfc.cli.report import counted
from wfc.cli.results import recorded_results
from wfc.cli.support import words
from wfc.cli.targets_option import chosen_targets, target_option
from wfc.target import Target


class Row(TypedDict):
    """A feature as a target has it; `scenarios`: how many conformance scenarios prove it."""

    support: str
    how: str
    scenarios: int


@click.command()
@target_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def targets(target: tuple[str, ...], as_json: bool) -> None:
    """Show the support tables of all targets, or of those named, and how many conformance scenarios prove each row."""
    tables = {chosen.name: _table(chosen) for chosen in chosen_targets(target or ("all",))}
    if as_json:
        click.echo(json.dumps(tables, indent=2, ensure_ascii=False))
        return
    for name, table in tables.items():
        click.echo(name)
        for feature, row in table.items():
            proven = f" ({counted(row['scenarios'], 'scenario')})" if row["scenarios"] else ""
            click.echo(f"  {feature:<24} {row['support']:<9} {row['how']}{proven}")


def _table(target: Target) -> dict[str, Row]:
    results = recorded_results(target.name)
    table: dict[str, Row] = {}
    for feature in sorted(target.support):
        support, how = words(target.support[feature])
        table[feature.value] = Row(support=support, how=how, scenarios=results.get(feature, 0))
    return table
