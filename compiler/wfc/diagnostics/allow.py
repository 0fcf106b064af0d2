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

_COMMENT = re.compile(r"#\s*wfc:\s*allow\[([^\]]*)\]\s*(.*)")


@final
@dataclass(frozen=True, slots=True)
class Allow:
    """One rule that a comment names, and where the comment stands."""

    rule: str
    reason: str
    span: Span


def read_allows(texts: Mapping[str, tuple[str, ...]]) -> tuple[Allow, ...]:
    """The comments of all files, given by name with their lines."""
    return tuple(allow for file, lines in texts.items() for allow in _allows(file, lines))


def _allows(file: str, lines: tuple[str, ...]) -> Iterator[Allow]:
    if not any("wfc:" in line for line in lines):
        return
    for token in _comments("\n".join(lines)):
        if said := _COMMENT.match(token.string):
            (line, col), (end_line, end_col) = token.start, token.end
            for rule in said[1].split(","):
                yield Allow(rule.strip(), said[2].strip(), Span(file, line, col, end_line, end_col))


def _comments(text: str) -> Iterator[tokenize.TokenInfo]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield token
    except (tokenize.TokenError, SyntaxError):
        return  # a file that is not Python has a finding of its own


def without_allowed(findings: Iterable[Diagnostic], allows: Collection[Allow]) -> tuple[Diagnostic, ...]:
    """The findings that no comment silences."""
    return tuple(found for found in findings if not any(_silences(allow, found) for allow in allows))


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
    if allow.rule not in rules:
        close = get_close_matches(allow.rule, rules, n=1)
        help = f"did you mean `{close[0]}`?" if close else "`wfc explain --list` has all rules"
        return f"no rule is called `{allow.rule}`", help
    if not allow.reason:
        return f"`{allow.rule}` is allowed without a reason", "say why, after the bracket"
    here = [found for found in findings if _is_about(allow, found)]
    if any(found.severity is Severity.ERROR for found in here):
        return f"`{allow.rule}` is an error here, and errors cannot be allowed", "repair it, and remove the comment"
    if here or not _all_is_known(rules[allow.rule], findings):
        return None
    help = "remove the comment, or move it to the line that the finding points at"
    return f"there is no `{allow.rule}` on this line to allow", help


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
