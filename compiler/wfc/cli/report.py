"""Show findings in the format that was asked for."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping

import click

from wfc.diagnostics import Diagnostic, Severity
from wfc.diagnostics.render_full import plain, render_concise, render_full
from wfc.diagnostics.render_json import as_json

COLOURS = {"error": "red", "warning": "yellow", "info": "blue", "place": "cyan", "help": "green"}
FORMATS = ("full", "concise", "json", "json-lines")

format_option = click.option(
    "--output-format", type=click.Choice(FORMATS), default="full", show_default=True, help="How findings are shown."
)


def report(findings: Iterable[Diagnostic], texts: Mapping[str, tuple[str, ...]], output_format: str) -> None:
    """The findings on standard output."""
    match output_format:
        case "json":
            click.echo(json.dumps([as_json(found) for found in findings], indent=2))
        case "json-lines":
            for found in findings:
                click.echo(json.dumps(as_json(found)))
        case "concise":
            for found in findings:
                click.echo(render_concise(found))
        case _:
            for found in findings:
                click.echo(render_full(found, texts, _painter()) + "\n")


def summary(findings: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or `no findings`."""
    severities = [found.severity for found in findings]
    counts = [(severities.count(severity), severity.value) for severity in Severity]
    return ", ".join(counted(count, name) for count, name in counts if count) or "no findings"


def counted(number: int, name: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {name}{'s' * (number != 1)}"


def wants_colours() -> bool:
    """Is standard output a terminal, and has nobody asked for none (no-color.org)?"""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _painter() -> Callable[[str, str], str]:
    if not wants_colours():
        return plain
    return lambda text, role: click.style(text, fg=COLOURS[role], bold=role in {"error", "warning"})
