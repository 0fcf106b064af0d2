"""Findings as workflow commands of GitHub Actions, which become annotations of the lines they are about."""

from wfc.diagnostics.context import Context, evidence
from wfc.diagnostics.diagnostic import Diagnostic, Severity
from wfc.diagnostics.visible import visible
from wfc.source import Span

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(found: Diagnostic, context: Context) -> str:
    """One finding on one line, whatever its texts have in them."""
    title = {"title": f"{found.code.id} {found.code.name}"}
    properties = ",".join(
        f"{key}={_property(value)}" for key, value in (_place(found.at.span, context) | title).items()
    )
    text = "%0A".join(_data(line) for line in (found.message, *evidence(found)))
    return f"::{_COMMANDS[found.severity]} {properties}::{text}"


def _place(span: Span, context: Context) -> dict[str, str]:
    if not span.file:
        return {}
    place = {"file": context.folder + span.file, "line": str(span.line)}
    if span.end_line:
        place["endLine"] = str(span.end_line)
    if span.end_line == span.line:  # the runner drops columns of several lines, with a complaint
        place |= {"col": str(span.col + 1), "endColumn": str(span.end_col + 1)}
    return place


def _data(text: str) -> str:
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
