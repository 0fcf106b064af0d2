"""What a report says beside its findings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from wfc.diagnostics.allow import Allowed
from wfc.diagnostics.diagnostic import Diagnostic, Severity


def is_error(found: Diagnostic) -> bool:
    """The default of `Context.fails`."""
    return found.severity is Severity.ERROR


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What some formats need to know of the command and its project.

    `specs` are the spec files that were read, named as in findings; `folder` is where the project stands in its
    repository, empty or ending in a slash; `fails` says of a finding whether it makes the command exit with 1;
    `complete` is False when some spec could not be loaded.
    """

    specs: tuple[str, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    folder: str = ""
    fails: Callable[[Diagnostic], bool] = is_error
    complete: bool = True
    version: str = ""


def evidence(found: Diagnostic) -> list[str]:
    """What a finding says beside its message, as lines: related places, notes, help."""
    related = [f"{label.span.file}:{label.span.line}: {label.text or 'see also'}" for label in found.related]
    help = [f"help: {found.help}"] if found.help else []
    return [*related, *found.notes, *help]
