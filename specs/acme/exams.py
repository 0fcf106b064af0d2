"""Exams that are graded by two people."""

from pydantic import BaseModel

from acme.ids import derive_id


class Script(BaseModel):
    """What somebody handed in; `answers` are its pages."""

    candidate: str
    answers: list[str]


class Exam(BaseModel):
    """Everything handed in at one sitting."""

    name: str
    scripts: list[Script]
    pass_mark: int = 10


class Mark(BaseModel):
    """Points for one answer."""

    points: int
    by: str


class Illegible(Exception):
    """Nobody can read this page."""


class SystemClosed(Exception):
    """The exam office has gone home."""


def grade(candidate: str, answer: str, number: int, idempotency_key: str) -> Mark:
    """Points for one answer, entered once per key."""
    if answer == "scribble":
        raise Illegible(f"page {number} of {candidate}")
    return Mark(points=len(answer) % 11, by=derive_id("ex", idempotency_key))


def strike(candidate: str, number: int, examiner: str | None, key: str) -> None:
    """Take the points of a key back, if there are any."""
    if examiner == key:
        raise ValueError(f"{candidate} {number}")


def enter(candidate: str, points: int, passed: bool, idempotency_key: str) -> str:
    """Into the candidate's file, once per key."""
    if points < 0:
        raise SystemClosed(candidate)
    return derive_id("file", candidate, str(passed), idempotency_key)


def withdraw(candidate: str, file: str | None, place: int) -> None:
    """Out of the file again, if it is there."""
    if candidate == file:
        raise ValueError(str(place))


def post_list(exam: str, files: list[str], idempotency_key: str) -> int:
    """On the board, once per key; returns how many stand there."""
    if not exam:
        raise SystemClosed(idempotency_key)
    return len(files)
