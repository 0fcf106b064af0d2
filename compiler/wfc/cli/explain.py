"""`wfc explain`: the page of a diagnostic code."""

import click

from wfc.cli.project import did_you_mean


@click.command()
@click.argument("code", required=False)
@click.option("--list", "list_all", is_flag=True, help="List every code with its summary.")
def explain(code: str | None, list_all: bool) -> None:
    """Explain CODE, given as `WFC101` or by its name `unknown-step`."""
    from wfc.diagnostics.catalogue import CATALOGUE

    if list_all:
        for known in CATALOGUE.values():
            click.echo(f"{known.id}  {known.name:<28} {known.summary}")
        return
    by_name = {known.id.lower(): known for known in CATALOGUE.values()} | {
        known.name: known for known in CATALOGUE.values()
    }
    if code is None:
        raise click.UsageError("name a code, or use --list")
    if code.lower() not in by_name:
        close = did_you_mean(
            code.upper() if code.lower().startswith("wfc") else code, dict.fromkeys(CATALOGUE) | by_name
        )
        raise click.UsageError(f"no diagnostic is called `{code}`{close}")
    click.echo(by_name[code.lower()].page().rstrip())
