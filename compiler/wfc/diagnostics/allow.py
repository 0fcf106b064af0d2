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
from typing import TypeAlias, final

from wfc.diagnostics.catalogue import CATALOGUE, UNUSED_ALLOW
from wfc.diagnostics.diagnostic import Diagnostic, Label, Severity
from wfc.source import Span

# The comments of other tools may stand before ours: mypy reads its own only at the start.
_OTHERS = r"#\s*(?:(?:fmt|mypy|noqa|nosec|pragma|pylint|pyright|ruff|type)\b[^#]*#\s*)*"
_COMMENT = re.compile(_OTHERS + r"wfc:\s*allow\s*\[([^\]]*)\]\s*(.*)")
_MISSPELT = re.compile(_OTHERS + r"wfc:\s*(?:allow\b|[\w-]+\s*\[)")


_About: TypeAlias = tuple[str, str, int]
"""A rule, a file and a line."""


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


def allowed_among(findings: Iterable[Diagnostic], allows: Iterable[Allow]) -> tuple[Allowed, ...]:
    """The findings that a comment silences, each with the first that does."""
    meant: dict[_About, Allow] = {}
    for allow in allows:
        if allow.reason:
            meant.setdefault((allow.rule, allow.span.file, allow.span.line), allow)
    mild = (found for found in findings if found.severity is not Severity.ERROR)
    return tuple(Allowed(found, meant[about]) for found in mild if (about := _about(found)) in meant)


def unused_allows(findings: Collection[Diagnostic], allows: Iterable[Allow]) -> tuple[Diagnostic, ...]:
    """A finding for each comment that silences none of `findings`."""
    severities: dict[_About, set[Severity]] = {}
    for found in findings:
        severities.setdefault(_about(found), set()).add(found.severity)
    cut_short = any(Severity.ERROR in here for here in severities.values())
    complaints = (
        (allow, _complaint(allow, severities.get((allow.rule, allow.span.file, allow.span.line), set()), cut_short))
        for allow in allows
    )
    return tuple(
        Diagnostic(code=UNUSED_ALLOW, message=said[0], at=Label(allow.span), help=said[1], severity=Severity.WARNING)
        for allow, said in complaints
        if said is not None
    )


def _complaint(allow: Allow, here: Collection[Severity], cut_short: bool) -> tuple[str, str] | None:
    """What is wrong with a comment, and what to do; `here` is how bad the findings of its rule on its line are.

    `cut_short`: an error has ended the checks early. What is said of a target is not said when the question is about
    another. Either way a finding that is absent now may be there all the same.
    """
    rules = {code.name: code for code in CATALOGUE.values()}
    if not allow.rule:
        return "this comment names no rule, and allows nothing", "write `# wfc: allow[rule-name] reason`"
    if allow.rule not in rules:
        return f"no rule is called `{allow.rule}`", _did_you_mean(allow.rule, rules)
    if not allow.reason:
        return f"`{allow.rule}` is allowed without a reason", "say why, after the bracket"
    if Severity.ERROR in here:
        return f"`{allow.rule}` is an error here, and errors cannot be allowed", "repair it, and remove the comment"
    if here or cut_short or rules[allow.rule].id.startswith("WFC5"):
        return None
    help = "remove the comment, or move it to the line that the finding points at"
    return f"there is no `{allow.rule}` on this line to allow", help


def _did_you_mean(rule: str, rules: Iterable[str]) -> str:
    if code := CATALOGUE.get(rule.upper()):
        return f"write its name, `{code.name}`: it says what is allowed"
    close = get_close_matches(rule.lower(), rules, n=1)
    return f"did you mean `{close[0]}`?" if close else "look for its name in `wfc explain --list`"


def _about(found: Diagnostic) -> _About:
    return (found.code.name, found.at.span.file, found.at.span.line)
