"""Money between accounts."""

from pydantic import BaseModel, Field

from acme.ids import derive_id


class Transfer(BaseModel):
    """Move an amount in cents from one account to another."""

    source: str
    target: str
    amount: int = Field(gt=0)


class Employee(BaseModel):
    """Who pressed the button."""

    name: str
    branch: str


class Quote(BaseModel):
    """What the transfer costs, in cents."""

    fee: int


class Entry(BaseModel):
    """One line of a ledger."""

    id: str
    booked: int


class Reversal(BaseModel):
    """Everything an auditor wants to know about a booking that was taken back."""

    entry_id: str
    account: str
    amount: int
    undoes: str
    reason: str
    requested_by: str
    original_key: str
    run_id: str


class AccountClosed(Exception):
    """The account takes no bookings."""


class LedgerLocked(Exception):
    """Another booking holds the ledger."""


def quote_fee(amount: int) -> Quote:
    """One per mille, at least 50 cents."""
    return Quote(fee=max(50, amount // 1000))


def debit(account: str, amount: int, idempotency_key: str) -> Entry:
    """Take money out of an account, once per key."""
    return Entry(id=derive_id("dr", account, idempotency_key), booked=-amount)


def credit(account: str, amount: int, memo: str, idempotency_key: str) -> Entry:
    """Put money into an account, once per key."""
    if account.startswith("closed-"):
        raise AccountClosed(f"{account}: {memo}")
    return Entry(id=derive_id("cr", account, idempotency_key), booked=amount)


async def reverse(reversal: Reversal) -> None:
    """Take back a booking; an entry can be reversed only once."""
    if not reversal.entry_id:
        raise LedgerLocked(reversal.account)
