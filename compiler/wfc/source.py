"""Places in spec files. Every IR node and every diagnostic points at one."""

from dataclasses import dataclass
from typing import final


@final
@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A region of a spec file: 1-based lines, 0-based columns counted in characters, end exclusive.

    `file` is a POSIX path relative to the project, never absolute, so that outputs do not depend on the machine.
    """

    file: str
    line: int
    col: int = 0
    end_line: int = 0
    end_col: int = 0


NOWHERE = Span("", 0)
