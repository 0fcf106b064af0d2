"""Days off."""

from pydantic import BaseModel, Field

from acme.ids import derive_id


class VacationRequest(BaseModel):
    """Who wants to be away for how long, and whom to ask."""

    employee: str
    manager: str
    days: int = Field(gt=0)


class ChatDown(Exception):
    """The chat takes no messages."""


def days_left(employee: str) -> int:
    """What is left of this year's days."""
    return 30 - len(employee)


async def ask_in_chat(to: str, question: str, idempotency_key: str) -> None:
    """Put a question with two buttons into somebody's chat, once per key."""
    if not to:
        raise ChatDown(f"{idempotency_key}: nobody to ask {question!r}")


def book_days(employee: str, days: int, approved_by: str | None, idempotency_key: str) -> str:
    """Enter the days into the calendar, once per key; returns the entry."""
    return derive_id("off", employee, str(days), approved_by or "", idempotency_key)
