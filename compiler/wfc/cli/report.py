"""Show findings in the format that was asked for."""

import json
import os
import sys
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wfc.cli import wfc_version
from wfc.cli.project import Project
from wfc.diagnostics import Diagnostic, Severity
from wfc.diagnostics.allow import Allowed
from wfc.diagnostics.context import Context
from wfc.diagnostics.render_full import Texts, plain, render_concise, render_full
from wfc.diagnostics.render_json import as_json

if TYPE_CHECKING:
    from wfc.cli.reading import Read

COLOURS = {"error": "red", "warning": "yellow", "info": "blue", "place": "cyan", "help": "green"}
FORMATS = ("full", "concise", "json", "json-lines", "github", "gitlab", "sarif", "junit")
NO_CONTEXT = Context()

format_option = click.option(
    "--output-format", type=click.Choice(FORMATS), default="full", show_default=True, help="How findings are shown."
)


def report(findings: Iterable[Diagnostic], texts: Texts, output_format: str, context: Context = NO_CONTEXT) -> None:
    """The findings on standard output."""
    for line in _lines(list(findings), texts, output_format, context):
        click.echo(line)


def _lines(findings: list[Diagnostic], texts: Texts, output_format: str, context: Context) -> Iterable[str]:
    match output_format:
        case "concise":
            return map(render_concise, findings)
        case "json":
            return [json.dumps([as_json(found) for found in findings], indent=2)]
        case "json-lines":
            return (json.dumps(as_json(found)) for found in findings)
        case "github":
            from wfc.diagnostics.render_github import render_github

            return (render_github(found, context) for found in findings)
        case "gitlab":
            from wfc.diagnostics.render_gitlab import as_gitlab

            return [json.dumps(as_gitlab(findings, texts, context), indent=2)]
        case "sarif":
            from wfc.diagnostics.render_sarif import as_sarif

            return [json.dumps(as_sarif(findings, texts, context), indent=2)]
        case "junit":
            from wfc.diagnostics.render_junit import render_junit

            return [render_junit(findings, texts, context)]
        case _:
            return (render_full(found, texts, _painter()) + "\n" for found in findings)


def context_of(read: "Read", project: Project, fails: Callable[[Diagnostic], bool]) -> Context:
    """What formats say beside the findings of some specs that a command has read."""
    return Context(
        specs=read.specs,
        allowed=read.allowed,
        folder=_folder_in_repository(project.root),
        fails=fails,
        complete=not read.not_loaded,
        version=wfc_version(),
    )


def _folder_in_repository(root: Path) -> str:
    """Where services look for files is not the project, but what was checked out."""
    repository = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    folder = root.relative_to(repository).as_posix()
    return "" if folder == "." else f"{folder}/"


def summary(findings: Iterable[Diagnostic], allowed: Collection[Allowed] = ()) -> str:
    """`2 errors, 1 warning`, or `no findings`; and how many are allowed."""
    severities = [found.severity for found in findings]
    counts = [(severities.count(severity), severity.value) for severity in Severity]
    found = ", ".join(counted(count, name) for count, name in counts if count) or "no findings"
    return f"{found}, {len(allowed)} allowed" if allowed else found


def counted(number: int, name: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {name}{'s' * (number != 1)}"


def wants_colours() -> bool:
    """Is standard output a terminal, and has nobody asked for none (no-color.org)?"""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _painter() -> Callable[[str, str], str]:
    if not wants_colours():
        return plain
    return lambda text, role: click.style(text, fg=COLOURS[role], bold=role in {"error", "warning"})
