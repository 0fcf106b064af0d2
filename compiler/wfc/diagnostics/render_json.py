"""Findings for machines: one JSON object each."""

from dataclasses import asdict
from typing import Any

from wfc.diagnostics.diagnostic import Diagnostic, Label


def as_json(found: Diagnostic) -> dict[str, Any]:
    """A finding as plain JSON values; lines count from 1, columns from 0, both as in `Span`."""
    return {
        "code": found.code.id,
        "name": found.code.name,
        "severity": found.severity.value,
        "message": found.message,
        "at": _label(found.at),
        "related": [_label(label) for label in found.related],
        "notes": list(found.notes),
        "help": found.help,
    }


def _label(label: Label) -> dict[str, Any]:
    return {**asdict(label.span), "text": label.text}
