"""Claims against household policies."""

from typing import Literal

from pydantic import BaseModel, Field

from acme.ids import derive_id


class Claim(BaseModel):
    """What happened and what it cost, in whole euros."""

    policy: str
    incident: Literal["water", "fire", "theft"]
    amount: int = Field(gt=0)


class Policy(BaseModel):
    """What was insured."""

    active: bool
    deductible: int


class Inspection(BaseModel):
    """What the inspector saw."""

    suspicious: bool
    remarks: str = ""


class InspectorUnavailable(Exception):
    """Nobody can look at it this month."""


class BankRefused(Exception):
    """The bank of the insured did not take the money."""


def look_up_policy(policy: str) -> Policy:
    """The terms of a policy."""
    return Policy(active=not policy.startswith("old-"), deductible=300)


async def inspect(policy: str, incident: str) -> Inspection:
    """Send somebody to look."""
    return Inspection(suspicious=incident == "theft" and policy.endswith("13"))


def pay_claim(policy: str, amount: int, idempotency_key: str) -> str:
    """Pay, once per key; returns the number of the payment."""
    return derive_id("claim", policy, str(amount), idempotency_key)


def open_case(policy: str, problem: str) -> None:
    """Put the claim on an adjuster's desk; it lies there only once."""
    if not problem:
        raise ValueError(f"nothing wrong with {policy}")
