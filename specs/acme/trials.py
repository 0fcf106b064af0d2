"""Trial accounts."""

from datetime import datetime

from pydantic import BaseModel, Field


class Trial(BaseModel):
    """An account that costs nothing until `ends_at`, and then for as long as its credit (in cents) lasts."""

    account: str
    ends_at: datetime
    credit: int = Field(default=0, ge=0)
    price_per_hour: int = 100


class SignupClosed(Exception):
    """No new trials this week."""


def open_trial(account: str, idempotency_key: str) -> None:
    """Open the account, once per key."""
    if not account:
        raise SignupClosed(idempotency_key)


async def close_trial(account: str) -> None:
    """Close the account; closing it twice does no harm."""
    if not account:
        raise ValueError("no account to close")


def is_paying(account: str) -> bool:
    """Whether the customer has chosen a plan."""
    return account.startswith("pro-")


async def nudge(account: str, about: str, idempotency_key: str) -> None:
    """Show a message in the product, once per key."""
    if not about:
        raise ValueError(f"{idempotency_key}: nothing to say to {account}")
