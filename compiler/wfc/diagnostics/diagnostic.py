"""Findings as data. Passes add them to a `Diagnostics`; only the command line prints."""

from dataclasses import dataclass, field
from enum import Enum
from typing import final

from wfc.diagnostics.code import Code
from wfc.diagnostics.fix import Fix
from wfc.source import Span


class Severity(Enum):
    """How bad it is: an error stops the build."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@final
@dataclass(frozen=True, slots=True)
class Label:
    """A remark attached to a place; the text may be empty."""

    span: Span
    text: str = ""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding: what is wrong, where, why, and what to do next.

    `message` stands alone, in lower case, with names in backticks and no full stop. `notes` are lines of evidence, such
    as the arithmetic or the path. `help` starts with an action. `fix` is a repair that needs no author.
    """

    code: Code
    message: str
    at: Label
    related: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    help: str | None = None
    fix: Fix | None = None
    severity: Severity = Severity.ERROR


@final
@dataclass(slots=True)
class Diagnostics:
    """Collects findings so that one run reports all of a stage, in source order."""

    _found: list[Diagnostic] = field(default_factory=list)

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep a finding, once."""
        if diagnostic not in self._found:
            self._found.append(diagnostic)

    def error(self, code: Code, message: str, at: Span, help: str, *related: Label, fix: Fix | None = None) -> None:
        """Keep an error at `at`."""
        self.add(Diagnostic(code=code, message=message, at=Label(at), help=help, related=related, fix=fix))

    def warn(self, code: Code, message: str, at: Span, help: str, *related: Label) -> None:
        """Keep a warning at `at`."""
        severity = Severity.WARNING
        self.add(Diagnostic(code=code, message=message, at=Label(at), help=help, related=related, severity=severity))

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All findings by place, then code."""
        return tuple(sorted(self._found, key=lambda found: (found.at.span, found.code.id, found.message)))

    @property
    def has_errors(self) -> bool:
        """Is one of them an error?"""
        return any(found.severity is Severity.ERROR for found in self._found)
