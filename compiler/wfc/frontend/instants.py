"""Instants that a spec writes as text, such as `Wait(until="2026-12-24T18:00:00Z")`."""

import re
from datetime import UTC, datetime

HOW_TO_WRITE = 'write it like "2026-12-24T18:00:00Z" or "2026-12-24T18:00:00+01:00"'
"""Help for a diagnostic about a text that is no instant."""

_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)


def normal_instant(text: str) -> str | None:
    """The instant in UTC as every platform reads it, `2026-12-24T18:00:00Z`; without an offset it is in UTC (T3). None
    when the text is no instant.
    """
    if not _ISO.fullmatch(text):
        return None
    try:
        read = datetime.fromisoformat(text)
        in_utc = read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return in_utc.isoformat().replace("+00:00", "Z")
