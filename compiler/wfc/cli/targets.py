"""`wfc targets`: what each platform supports, feature by feature."""

import json
from typing import assert_never

import click

from wfc.cli.targets_option import chosen_targets, target_option
from wfc.target import Degraded, Lowered, Native, Never, NotYet, Support


@click.command()
@target_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def targets(target: tuple[str, ...], as_json: bool) -> None:
    """Show the support tables of all targets, or of those named."""
    rows = {
        chosen.name: {feature.value: _row(chosen.support[feature]) for feature in sorted(chosen.support)}
        for chosen in chosen_targets(target or ("all",))
    }
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for name, table in rows.items():
        click.echo(name)
        for feature, (mark, text) in table.items():
            click.echo(f"  {feature:<24} {mark:<9} {text}")


def _row(support: Support) -> tuple[str, str]:
    match support:
        case Native():
            return "native", support.construct
        case Lowered():
            return "lowered", support.how
        case Degraded():
            return "degraded", support.difference
        case NotYet():
            return "not yet", support.reason
        case Never():
            return "never", support.reason
        case _:
            assert_never(support)
