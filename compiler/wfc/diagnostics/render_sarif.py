"""Findings as a SARIF 2.1.0 log, which GitHub code scanning, Azure DevOps and editors read.

Findings that a comment allows are in it too, with the comment's reason as their suppression. Paths are relative to the
repository, so that a log says nothing of the machine it was made on.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from wfc.diagnostics.allow import Allowed
from wfc.diagnostics.code import Code
from wfc.diagnostics.context import Context
from wfc.diagnostics.diagnostic import Diagnostic, Label, Severity
from wfc.diagnostics.fingerprint import fingerprints
from wfc.diagnostics.fix import Fix
from wfc.diagnostics.render_full import Texts
from wfc.diagnostics.visible import encodable, visible
from wfc.source import Span

Object: TypeAlias = dict[str, Any]
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_STAGES = {
    "1": "structure",
    "2": "data",
    "3": "time",
    "4": "effects",
    "5": "targets",
    "6": "triggers",
    "7": "security",
    "8": "versions",
    "9": "loading",
}
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_HAPPENED = re.compile(r"^## What happened\n+(.*?)(?=\n\n)", re.DOTALL | re.MULTILINE)
_IN_URI = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def as_sarif(findings: Sequence[Diagnostic], texts: Texts, context: Context) -> Object:
    """The whole log: one run, with the rules that its results are of."""
    allowed = {one.found: one for one in context.allowed}
    every = [*findings, *allowed]
    codes = {found.code.id: found.code for found in sorted(every, key=lambda found: found.code.id)}
    number = {id: number for number, id in enumerate(codes)}
    prints = fingerprints(every, texts, context)
    results = [
        _result(found, number[found.code.id], print, allowed.get(found), context)
        for found, print in zip(every, prints, strict=True)
    ]
    driver = {"name": "wfc", "version": context.version, "rules": [_rule(code) for code in codes.values()]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
        "invocations": [{"executionSuccessful": context.complete}],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: Code) -> Object:
    page = code.page()
    happened = _HAPPENED.search(page)
    return {
        "id": code.id,
        "name": code.name,
        "shortDescription": {"text": code.summary},
        "fullDescription": {"text": " ".join(happened[1].split()) if happened else code.summary},
        "help": {"text": page, "markdown": page},
        "properties": {"tags": [_STAGES[code.id[3]]]},
    }


def _result(found: Diagnostic, rule: int, fingerprint: str, allowed: Allowed | None, context: Context) -> Object:
    result: Object = {
        "ruleId": found.code.id,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": _message((found.message, *found.notes, *([f"help: {found.help}"] if found.help else []))),
        "locations": [_location(found.at, context)] if found.at.span.file else [],
        "partialFingerprints": {"wfcFinding/v1": fingerprint},
        "suppressions": [_suppression(allowed, context)] if allowed else [],
    }
    if found.related:
        places = [_location(label, context) for label in found.related]
        result["relatedLocations"] = [{"id": number, **place} for number, place in enumerate(places, 1)]
    if found.fix and found.fix.kind == "rename":  # the others are not told by a region of text alone
        result["fixes"] = [_fix(found.fix, context)]
    return result


def _fix(fix: Fix, context: Context) -> Object:
    replacement = {"deletedRegion": _region(fix.at), "insertedContent": {"text": encodable(fix.text)}}
    change = {"artifactLocation": _artifact(fix.at, context), "replacements": [replacement]}
    return {"description": _message((fix.title,)), "artifactChanges": [change]}


def _suppression(allowed: Allowed, context: Context) -> Object:
    return {
        "kind": "inSource",
        "status": "accepted",
        "justification": visible(allowed.allow.reason),
        "location": _location(Label(allowed.allow.span), context),
    }


def _message(lines: Iterable[str]) -> Mapping[str, str]:
    """What would be a placeholder for an argument is escaped, what would be a link is parted: nobody meant either."""
    text = "\n".join(visible(line) for line in lines)
    return {"text": _PLACEHOLDER.sub(r"{{\1}}", text).replace("](", "] (")}


def _location(label: Label, context: Context) -> Object:
    physical: Object = {"artifactLocation": _artifact(label.span, context)}
    if label.span.line > 0:
        physical["region"] = _region(label.span)
    location: Object = {"physicalLocation": physical}
    if label.text:
        location["message"] = _message((label.text,))
    return location


def _artifact(span: Span, context: Context) -> Object:
    return {"uri": _uri(context.folder + span.file), "uriBaseId": "%SRCROOT%"}


def _region(span: Span) -> Object:
    """Columns count from 1 and, as `columnKind` says, in characters; the end is exclusive."""
    if not span.end_line:
        return {"startLine": span.line}
    region = {"startLine": span.line, "startColumn": span.col + 1}
    return {**region, "endLine": span.end_line, "endColumn": span.end_col + 1}


def _uri(path: str) -> str:
    return "".join(chr(byte) if byte in _IN_URI else f"%{byte:02X}" for byte in path.encode("utf-8", "surrogatepass"))
