"""Refunds that somebody has to sign."""

from pydantic import BaseModel, Field

from acme.ids import derive_id


class Claim(BaseModel):
    """A buyer wants money back; `amount` is in cents."""

    order_id: str
    buyer: str
    amount: int = Field(gt=0)


class Cover(BaseModel):
    """Money set aside for a claim."""

    cover_id: str


class BudgetSpent(Exception):
    """No more refunds this month."""


class BankClosed(Exception):
    """The bank takes no transfers."""


def set_aside(order_id: str, amount: int, idempotency_key: str) -> Cover:
    """Set money aside, once per key."""
    if amount > 100_000:
        raise BudgetSpent(order_id)
    return Cover(cover_id=derive_id("cover", order_id, idempotency_key))


async def give_back_cover(order_id: str, cover_id: str | None, reason: str) -> None:
    """Return what is set aside for an order, if anything is; returning it twice does no harm."""
    if not reason:
        raise ValueError(f"{order_id}: why is {cover_id} given back?")


async def ask_supervisor(order_id: str, amount: int, idempotency_key: str) -> None:
    """Put the claim on the supervisor's desk, once per key."""
    if amount <= 0:
        raise ValueError(f"{idempotency_key}: nothing to ask about {order_id}")


def transfer(cover_id: str, buyer: str, note: str, idempotency_key: str) -> str:
    """Send the money, once per key; returns the transfer."""
    if not buyer:
        raise BankClosed(note)
    return derive_id("tf", cover_id, buyer, idempotency_key)


async def write_to_buyer(buyer: str, text: str, idempotency_key: str) -> None:
    """Write to the buyer, once per key."""
    if not text:
        raise ValueError(f"{idempotency_key}: nothing to write to {buyer}")


def close_file(order_id: str, outcome: str, idempotency_key: str) -> None:
    """Note in the file how the claim ended, once per key."""
    if not outcome:
        raise ValueError(f"{idempotency_key}: how did {order_id} end?")
