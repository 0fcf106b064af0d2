"""`wfc explain`: the page of a diagnostic code."""

from difflib import get_close_matches

import click


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
    if code is None:
        raise click.UsageError("name a code, or use --list")
    pages = {name: known for known in CATALOGUE.values() for name in (known.id.lower(), known.name)}
    if code.lower() not in pages:
        close = [pages[name] for name in get_close_matches(code.lower(), pages, n=1)]
        hint = f"did you mean `{close[0].name}` ({close[0].id})?" if close else "`wfc explain --list` has all of them"
        raise click.UsageError(f"no diagnostic is called `{code}`; {hint}")
    click.echo(pages[code.lower()].page().rstrip())
