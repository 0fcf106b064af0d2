"""Read arguments of any word: where one is written, durations, and values out of a closed set.

Reports bad-duration and bad-value.
"""

from datetime import timedelta
from typing import Any

from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import BAD_DURATION, BAD_VALUE
from wfc.diagnostics.fix import rename_text
from wfc.durations import HOW_TO_WRITE, parse_duration
from wfc.frontend.sources import Sources
from wfc.source import Span

ALLOWED: dict[str, tuple[object, ...]] = {
    "backoff": ("exponential", "linear", "constant"),
    "jitter": ("none", "full"),
    "overlap": ("allow", "skip", "queue", None),
    "when": ("completed", "attempted"),
    "effect": ("read", "write"),
    "idempotent": ("natural", "key", "none", None),
    "stability": ("experimental", "beta", "stable", "deprecated"),
    "dst": ("target", None),
}


def argument_span(record: Any, name: str, sources: Sources) -> Span:
    """The place of one argument of a record's constructor, or of the whole record."""
    written = sources.argument(record, name)
    return written[0].span(written[1]) if written else sources.span(record.written_at)


def read_duration(
    value: str | timedelta | None, record: Any, name: str, sources: Sources, found: Diagnostics
) -> int | None:
    """A duration argument in milliseconds; None when it was not given or is not readable."""
    if value is None:
        return None
    read = parse_duration(value)
    if isinstance(read, int):
        return read
    at = argument_span(record, name, sources)
    found.error(BAD_DURATION, f"`{name}`: {value!r} {read.why}", at, HOW_TO_WRITE)
    return None


def check_allowed(record: Any, name: str, sources: Sources, found: Diagnostics) -> None:
    """An argument with a closed set of values must have one of them."""
    value = getattr(record, name)
    if value not in ALLOWED[name]:
        options = ", ".join(f'"{option}"' for option in ALLOWED[name] if option is not None)
        at = argument_span(record, name, sources)
        fix = rename_text(at, value, [str(one) for one in ALLOWED[name]]) if isinstance(value, str) else None
        found.error(BAD_VALUE, f"`{name}` cannot be {value!r}", at, f"use one of {options}", fix=fix)
