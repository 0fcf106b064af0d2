"""A school at the end of the term."""

from pydantic import BaseModel

from acme.ids import derive_id


class Pupil(BaseModel):
    """Somebody who gets a report."""

    id: str
    name: str
    leaving: bool = False


class SchoolClass(BaseModel):
    """A class at the end of a term."""

    name: str
    term: str
    pupils: list[Pupil]


class Grades(BaseModel):
    """One grade for each subject, and their mean."""

    subjects: dict[str, int]
    mean: float


class GradesMissing(Exception):
    """A teacher has not marked yet."""


class PaperJam(Exception):
    """The good printer again."""


class Refused(Exception):
    """The head does not sign this."""


def collect_grades(pupil: str, term: str) -> Grades:
    """All grades of a term."""
    if not pupil:
        raise GradesMissing(term)
    return Grades(subjects={"maths": 2, "music": 1}, mean=1.5)


def count_absence(pupil: str, term: str) -> int:
    """Days away in a term."""
    return len(pupil) + len(term) - len(pupil) - len(term)


def register_leaver(pupil: str, idempotency_key: str) -> str:
    """Tell the office that somebody leaves, once per key."""
    return derive_id("leave", pupil, idempotency_key)


def strike_leaver(pupil: str, key: str) -> None:
    """Take that back."""
    if pupil == key:
        raise ValueError("a key is not a pupil")


def print_report(pupil: str, mean: float, days_away: int, leaving: bool, idempotency_key: str) -> str:
    """On the good paper, once per key; returns the number of the sheet."""
    return derive_id("sheet", pupil, f"{mean:.1f}", str(days_away), str(leaving), idempotency_key)


def shred(sheet: str | None, pupil: str, place: int) -> None:
    """A report that is no longer true."""
    if sheet == pupil:
        raise ValueError(f"sheet {place} is a pupil")


def sign(sheets: list[str], idempotency_key: str) -> int:
    """The head signs all of them, once per key; returns how many."""
    if "" in sheets:
        raise Refused(idempotency_key)
    return len(sheets)
