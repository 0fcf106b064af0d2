"""Findings as a code quality report of GitLab, which merge requests show; docs/cli.md says how to hand it over."""

from collections.abc import Sequence
from typing import TypedDict

from wfc.diagnostics.context import Context
from wfc.diagnostics.diagnostic import Diagnostic, Severity
from wfc.diagnostics.fingerprint import fingerprints
from wfc.diagnostics.render_full import Texts
from wfc.diagnostics.visible import encodable, visible

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


class Lines(TypedDict):
    """From 1, the last included."""

    begin: int
    end: int


class Location(TypedDict):
    """`path` is relative to the repository."""

    path: str
    lines: Lines


class Issue(TypedDict):
    """A finding as GitLab reads it; it takes two with one fingerprint for one."""

    description: str
    check_name: str
    fingerprint: str
    severity: str
    location: Location


def as_gitlab(findings: Sequence[Diagnostic], texts: Texts, context: Context) -> list[Issue]:
    """The whole report."""
    return [
        _issue(found, print, context)
        for found, print in zip(findings, fingerprints(findings, texts, context), strict=True)
    ]


def _issue(found: Diagnostic, fingerprint: str, context: Context) -> Issue:
    span = found.at.span
    first = max(span.line, 1)
    return {
        "description": visible(f"{found.message}; {found.help}" if found.help else found.message),
        "check_name": found.code.name,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[found.severity],
        "location": {
            "path": encodable(context.folder + span.file),
            "lines": {"begin": first, "end": max(span.end_line, first)},
        },
    }
