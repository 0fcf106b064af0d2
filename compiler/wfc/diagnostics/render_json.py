"""Findings for machines: one JSON object each. The typed dictionaries are the format; docs/cli.md describes it."""

from typing import TypedDict

from wfc.diagnostics.diagnostic import Diagnostic, Label
from wfc.diagnostics.fix import Fix
from wfc.diagnostics.visible import encodable


class Place(TypedDict):
    """A region of a file with a remark, which may be empty.

    `file` is relative to the project; lines count from 1, columns from 0 in characters, the end is exclusive. When only
    a line is known, `end_line` is 0.
    """

    file: str
    line: int
    col: int
    end_line: int
    end_col: int
    text: str


class Repair(TypedDict):
    """A repair that `wfc check --fix` makes; `kind` is `rename`, `add-argument` or `add-item`.

    `old` is what stands at `at` and becomes `new`; for an addition `old` is empty, and `at` is the call, or the item of
    a list behind which `new` is to stand.
    """

    kind: str
    title: str
    at: Place
    old: str
    new: str


class Finding(TypedDict):
    """One finding; `severity` is `error`, `warning` or `info`."""

    code: str
    name: str
    severity: str
    message: str
    at: Place
    related: list[Place]
    notes: list[str]
    help: str | None
    fix: Repair | None


def as_json(found: Diagnostic) -> Finding:
    """A finding as plain JSON values."""
    return {
        "code": found.code.id,
        "name": found.code.name,
        "severity": found.severity.value,
        "message": encodable(found.message),
        "at": _place(found.at),
        "related": [_place(label) for label in found.related],
        "notes": [encodable(note) for note in found.notes],
        "help": found.help and encodable(found.help),
        "fix": found.fix and _repair(found.fix),
    }


def _repair(fix: Fix) -> Repair:
    return {
        "kind": fix.kind,
        "title": encodable(fix.title),
        "at": _place(Label(fix.at)),
        "old": encodable(fix.old),
        "new": encodable(fix.text),
    }


def _place(label: Label) -> Place:
    span = label.span
    return {
        "file": encodable(span.file),
        "line": span.line,
        "col": span.col,
        "end_line": span.end_line,
        "end_col": span.end_col,
        "text": encodable(label.text),
    }
