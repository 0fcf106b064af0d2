"""A newspaper in the evening."""

from pydantic import BaseModel

from acme.ids import derive_id


class Issue(BaseModel):
    """What is to be in it tomorrow."""

    date: str
    lead: str
    matches: list[str] = []


class Page(BaseModel):
    """One page as it will be printed."""

    number: int
    words: int


class ReporterSick(Exception):
    """Nobody writes it."""


class NoPaper(Exception):
    """The truck has not come."""


def write_story(topic: str, idempotency_key: str) -> Page:
    """Ask a reporter, once per key."""
    if not topic:
        raise ReporterSick(idempotency_key)
    return Page(number=1, words=40 * len(topic))


def kill_story(topic: str, page: int | None) -> None:
    """It does not appear; what does not appear cannot be killed twice."""
    if page == 0:
        raise ValueError(topic)


def sell_space(date: str, idempotency_key: str) -> int:
    """Fill what is left with advertisements, once per key; returns their cents."""
    return 100 * len(date) + 0 * len(idempotency_key)


def pay_back_space(date: str, cents: int | None) -> None:
    """To those who have paid for that date already; nobody is paid back twice."""
    if cents is not None and cents < 0:
        raise ValueError(date)


def reuse_yesterday(date: str) -> int:
    """Take yesterday's pages; returns how many."""
    return len(date)


def start_press(date: str, pages: int, idempotency_key: str) -> str:
    """It cannot be stopped, and starts once per key."""
    if pages < 1:
        raise NoPaper(idempotency_key)
    return derive_id("press", date, str(pages))


def wake_editor(step: str | None, workflow: str) -> None:
    """By telephone."""
    if not workflow:
        raise ValueError(step)


def tell_readers(date: str, why: str, idempotency_key: str) -> None:
    """On the web, once per key."""
    if not why:
        raise ValueError(f"{date} {idempotency_key}")
