"""Contracts that several people sign."""

from pydantic import BaseModel, Field

from acme.ids import derive_id


class Contract(BaseModel):
    """What is to be signed with whom; `value` is in euros."""

    customer: str
    value: int = Field(ge=0)


class CreditLine(BaseModel):
    """The form that finance fills in."""

    limit: int = Field(ge=0)


class Reserved(BaseModel):
    """Credit that is taken by a contract."""

    line_id: str
    limit: int


class NotDrafted(Exception):
    """The template has no clause for this."""


class SealBroken(Exception):
    """The signing service has lost its certificate."""


def draft(customer: str, value: int, idempotency_key: str) -> str:
    """Write the contract, once per key; returns its number."""
    if not customer:
        raise NotDrafted(f"nobody to give {value} to")
    return derive_id("contract", customer, idempotency_key)


async def shred(customer: str, number: str | None) -> None:
    """Destroy a draft, if there is one; destroying it twice does no harm."""
    if not customer:
        raise ValueError(f"whose draft is {number}?")


def ask_to_sign(desk: str, number: str, idempotency_key: str) -> None:
    """Lay the draft on somebody's desk, once per key."""
    if not desk:
        raise NotDrafted(f"{idempotency_key}: nobody signs {number}")


def reserve_credit(customer: str, limit: int, idempotency_key: str) -> Reserved:
    """Give the customer a credit line, once per key."""
    return Reserved(line_id=derive_id("line", customer, idempotency_key), limit=limit)


def free_credit(customer: str, line_id: str | None) -> None:
    """Take a credit line back, if there is one; taking it back twice does no harm."""
    if not customer:
        raise ValueError(f"whose line is {line_id}?")


def seal(number: str, signed_by: list[str], limit: int, idempotency_key: str) -> str:
    """Sign for the company, once per key; returns the fingerprint."""
    if not signed_by:
        raise SealBroken(number)
    return derive_id("seal", number, *signed_by, str(limit), idempotency_key)
