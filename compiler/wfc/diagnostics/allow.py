"""Findings that an author has looked at and accepts: `# wfc: allow[rule-name] reason` on the line they point at.

Runs last, on all findings of a command, since only then is known which comments silenced nothing. Warnings and remarks
can be allowed, errors cannot: what is wrong stays wrong. Reports unused-allow.
"""

import io
import re
import tokenize
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import final

from wfc.diagnostics.catalogue import CATALOGUE, UNUSED_ALLOW
from wfc.diagnostics.code import Code
from wfc.diagnostics.diagnostic import Diagnostic, Label, Severity
from wfc.source import Span

# The comments of other tools may stand before ours: mypy reads its own only at the start.
_OTHERS = r"#\s*(?:(?:fmt|mypy|noqa|nosec|pragma|pylint|pyright|ruff|type)\b[^#]*#\s*)*"
_COMMENT = re.compile(_OTHERS + r"wfc:\s*allow\s*\[([^\]]*)\]\s*(.*)")
_MISSPELT = re.compile(_OTHERS + r"wfc:\s*(?:allow\b|[\w-]+\s*\[)")


@final
@dataclass(frozen=True, slots=True)
class Allow:
    """One rule that a comment names, and where the comment stands. No rule: nobody can tell what it means."""

    rule: str
    reason: str
    span: Span


@final
@dataclass(frozen=True, slots=True)
class Allowed:
    """A finding, and the comment that silences it."""

    found: Diagnostic
    allow: Allow


def read_allows(texts: Mapping[str, tuple[str, ...]]) -> tuple[Allow, ...]:
    """The comments of all files, given by name with their lines."""
    return tuple(allow for file, lines in texts.items() for allow in _allows(file, lines))


def _allows(file: str, lines: tuple[str, ...]) -> Iterator[Allow]:
    if not any("wfc:" in line for line in lines):
        return
    for token in _comments("\n".join(lines)):
        span = Span(file, *token.start, *token.end)
        if said := _COMMENT.match(token.string):
            for rule in said[1].split(","):
                yield Allow(rule.strip(), said[2].strip(), span)
        elif _MISSPELT.match(token.string):
            yield Allow("", token.string, span)


def _comments(text: str) -> Iterator[tokenize.TokenInfo]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield token
    except (tokenize.TokenError, SyntaxError):
        return  # a file that is not Python has a finding of its own


def allowed_among(findings: Iterable[Diagnostic], allows: Collection[Allow]) -> tuple[Allowed, ...]:
    """The findings that a comment silences, each with the first that does."""
    silenced = ((found, next((allow for allow in allows if _silences(allow, found)), None)) for found in findings)
    return tuple(Allowed(found, allow) for found, allow in silenced if allow is not None)


def unused_allows(findings: Collection[Diagnostic], allows: Iterable[Allow]) -> tuple[Diagnostic, ...]:
    """A finding for each comment that silences none of `findings`."""
    complaints = ((allow, _complaint(allow, findings)) for allow in allows)
    return tuple(
        Diagnostic(code=UNUSED_ALLOW, message=said[0], at=Label(allow.span), help=said[1], severity=Severity.WARNING)
        for allow, said in complaints
        if said is not None
    )


def _complaint(allow: Allow, findings: Collection[Diagnostic]) -> tuple[str, str] | None:
    rules = {code.name: code for code in CATALOGUE.values()}
    if not allow.rule:
        return "this comment names no rule, and allows nothing", "write `# wfc: allow[rule-name] reason`"
    if allow.rule not in rules:
        return f"no rule is called `{allow.rule}`", _did_you_mean(allow.rule, rules)
    if not allow.reason:
        return f"`{allow.rule}` is allowed without a reason", "say why, after the bracket"
    here = [found for found in findings if _is_about(allow, found)]
    if any(found.severity is Severity.ERROR for found in here):
        return f"`{allow.rule}` is an error here, and errors cannot be allowed", "repair it, and remove the comment"
    if here or not _all_is_known(rules[allow.rule], findings):
        return None
    help = "remove the comment, or move it to the line that the finding points at"
    return f"there is no `{allow.rule}` on this line to allow", help


def _did_you_mean(rule: str, rules: Iterable[str]) -> str:
    if code := CATALOGUE.get(rule.upper()):
        return f"write its name, `{code.name}`: it says what is allowed"
    close = get_close_matches(rule.lower(), rules, n=1)
    return f"did you mean `{close[0]}`?" if close else "look for its name in `wfc explain --list`"


def _all_is_known(code: Code, findings: Iterable[Diagnostic]) -> bool:
    """Would the finding be among these if there were one? An error ends the checks early, and what is said of a target
    is not said when the question is about another.
    """
    return not code.id.startswith("WFC5") and not any(found.severity is Severity.ERROR for found in findings)


def _silences(allow: Allow, found: Diagnostic) -> bool:
    return _is_about(allow, found) and found.severity is not Severity.ERROR and allow.reason != ""


def _is_about(allow: Allow, found: Diagnostic) -> bool:
    at = found.at.span
    return (allow.rule, allow.span.file, allow.span.line) == (found.code.name, at.file, at.line)
