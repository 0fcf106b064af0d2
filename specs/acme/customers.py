"""New customers."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from acme.ids import derive_id


class Plan(StrEnum):
    """What a customer pays for."""

    FREE = "free"
    TEAM = "team"
    ENTERPRISE = "enterprise"


class Signup(BaseModel):
    """The sign-up form as the web site sends it."""

    email: str = Field(alias="emailAddress", pattern=r"^[^@ ]+@[^@ ]+$")
    full_name: str = Field(alias="fullName")
    starts_at: datetime = Field(alias="startsAt")
    plan: Plan = Plan.FREE
    seats: int = Field(default=1, ge=1, le=500)
    referrer: str | None = None


class Account(BaseModel):
    """A customer's account as the account service sends it."""

    id: str = Field(alias="accountId")
    region: str = "eu"


class Welcome(BaseModel):
    """What the web site shows."""

    account: str
    seats: int
    manager: str | None


class EmailTaken(Exception):
    """There is an account with this address."""


def create_account(email: str, name: str, plan: Plan, starts_at: datetime, idempotency_key: str) -> Account:
    """Open an account, once per key."""
    return Account(accountId=derive_id("acc", email, name, plan, starts_at.isoformat(), idempotency_key))


def close_account(account_id: str) -> None:
    """Close an account; closing it twice does no harm."""
    if not account_id:
        raise ValueError("no account to close")


def assign_seats(account_id: str, seats: int) -> int:
    """Give an account its seats; returns how many it has."""
    return seats if account_id else 0


def assign_manager(account_id: str, region: str) -> str:
    """The person who looks after an account."""
    return f"{region}-manager-{len(account_id) % 3}"


async def credit_referrer(referrer: str, account_id: str, idempotency_key: str) -> None:
    """A month for free, once per key."""
    if not referrer:
        raise ValueError(f"{idempotency_key}: nobody referred {account_id}")
