"""`wfc explain`: the page of a diagnostic code."""

import json
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from wfc.diagnostics import Code


@click.command()
@click.argument("code", required=False)
@click.option("--list", "list_all", is_flag=True, help="List every code with its summary.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def explain(code: str | None, list_all: bool, as_json: bool) -> None:
    """Explain CODE, given as `WFC101` or by its name `unknown-step`."""
    from wfc.diagnostics.catalogue import CATALOGUE

    if list_all == (code is not None):
        raise click.UsageError("name a code, or use --list")
    if code is None:
        codes = CATALOGUE.values()
        lines = [json.dumps([_head(known) for known in codes], indent=2)] if as_json else map(_line, codes)
        click.echo("\n".join(lines))
        return
    known = _find(code, CATALOGUE.values())
    page = known.page().rstrip()
    click.echo(json.dumps({**_head(known), "page": page}, indent=2) if as_json else page)


def _head(code: "Code") -> dict[str, str]:
    return {"code": code.id, "name": code.name, "summary": code.summary}


def _line(code: "Code") -> str:
    return f"{code.id}  {code.name:<28} {code.summary}"


def _find(code: str, codes: Iterable["Code"]) -> "Code":
    """By id or name, in any case, as it stands in a finding: `error[WFC101]`. Raises UsageError."""
    by_name = {name: known for known in codes for name in (known.id.lower(), known.name)}
    asked = code.strip().lower().rpartition("[")[2].rstrip("]:")
    if asked in by_name:
        return by_name[asked]
    close = [by_name[name] for name in get_close_matches(asked, by_name, n=1)]
    hint = f"did you mean `{close[0].name}` ({close[0].id})?" if close else "`wfc explain --list` has all of them"
    raise click.UsageError(f"no diagnostic is called `{code}`; {hint}")
