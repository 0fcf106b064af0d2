"""Mails that come one by one after somebody has signed up."""

from pydantic import BaseModel, Field


class Mail(BaseModel):
    """One mail of a campaign, some hours after the beginning."""

    subject: str
    after_hours: int = Field(ge=0)


class Campaign(BaseModel):
    """Who gets which mails."""

    reader: str
    mails: list[Mail]


class Bounced(Exception):
    """The mailbox is gone."""


def send_mail(reader: str, subject: str, number: int, idempotency_key: str) -> str:
    """Send one mail, once per key; returns what the server said."""
    if "@" not in reader:
        raise Bounced(f"{idempotency_key}: {subject} ({number})")
    return "250 ok"


def close_campaign(reader: str, answers: list[str | None], idempotency_key: str) -> None:
    """Note how many mails came through, once per key."""
    if not reader:
        raise Bounced(f"{idempotency_key}: {len(answers)} mails to nobody")
