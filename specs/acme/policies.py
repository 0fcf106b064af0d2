"""Insurance policies that have just been sold."""

from pydantic import BaseModel

from acme.ids import derive_id


class Sale(BaseModel):
    """A policy that somebody has signed; `premium` is in cents a month."""

    policy_id: str
    premium: int


class NotSolvent(Exception):
    """The first premium could not be collected."""


def is_withdrawn(policy_id: str) -> bool:
    """Whether the buyer has thought better of it."""
    return policy_id.endswith("-withdrawn")


def activate_policy(policy_id: str, premium: int, idempotency_key: str) -> str:
    """Collect the first premium and begin to insure, once per key; returns the certificate."""
    if premium <= 0:
        raise NotSolvent(policy_id)
    return derive_id("cert", policy_id, idempotency_key)
