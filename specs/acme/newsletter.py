"""The weekly newsletter."""

from pydantic import BaseModel


class Issue(BaseModel):
    """One issue of the newsletter."""

    number: int
    subject: str


class SegmentEmpty(Exception):
    """Nobody would receive it."""


class RelayBusy(Exception):
    """The mail relay asks us to come back later."""


def load_segment(issue: int) -> list[str]:
    """Everybody who wants this issue."""
    return [f"reader{n}@acme.example" for n in range(issue % 5)]


def render(subject: str, readers: int) -> str:
    """The issue as HTML."""
    if readers == 0:
        raise SegmentEmpty(subject)
    return f"<h1>{subject}</h1>"


async def deliver(readers: list[str], html: str, footer: str, idempotency_key: str) -> int:
    """Hand the issue to the relay, once per key; returns how many mails."""
    return len(readers) if html and footer and idempotency_key else 0


def tell_editors(issue: int, problem: str, idempotency_key: str) -> None:
    """A message to the editors, once per key."""
    if not problem:
        raise ValueError(f"{idempotency_key}: nothing to tell about issue {issue}")
