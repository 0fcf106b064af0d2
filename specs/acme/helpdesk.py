"""The help desk."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, Field


class Channel(StrEnum):
    """How a ticket reached us."""

    EMAIL = "email"
    CHAT = "chat"
    PHONE = "phone"


class Ticket(BaseModel):
    """Somebody needs help."""

    number: int
    channel: Channel
    severity: Literal["low", "normal", "urgent"]
    spam_score: int = Field(default=0, ge=0, le=100)
    vip: bool = False


class QueueFull(Exception):
    """The queue takes no more tickets today."""


def enqueue(queue: str, ticket: int) -> None:
    """Put a ticket into a queue; a ticket is in it only once."""
    if ticket < 0:
        raise QueueFull(queue)


def schedule_callback(ticket: int, priority: bool) -> None:
    """Ask an agent to ring back; asking twice does no harm."""
    if priority and ticket < 0:
        raise QueueFull("callbacks")


async def page_agent(ticket: int, idempotency_key: str) -> None:
    """Wake somebody up, once per key."""
    if ticket < 0:
        raise QueueFull(f"{idempotency_key}: nobody on duty")
