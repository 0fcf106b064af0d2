"""Incidents: something is down, and people are told."""

from pydantic import BaseModel

from acme.ids import derive_id


class Incident(BaseModel):
    """What is down."""

    service: str
    summary: str


class Mitigation(BaseModel):
    """What was done at once, so that it can be taken back."""

    change_id: str


class FailoverRefused(Exception):
    """The other region is full."""


class PagerDown(Exception):
    """The pager network does not answer."""


def page(service: str, summary: str, idempotency_key: str) -> None:
    """Ring whoever is on call, once per key."""
    if not service:
        raise PagerDown(f"{idempotency_key}: {summary}")


def fail_over(service: str, idempotency_key: str) -> Mitigation:
    """Send the traffic to the other region, once per key."""
    if not service:
        raise FailoverRefused(idempotency_key)
    return Mitigation(change_id=derive_id("change", service, idempotency_key))


async def fail_back(service: str, change_id: str | None) -> None:
    """Send the traffic home again, if it was sent away; doing so twice does no harm."""
    if not service:
        raise FailoverRefused(f"what was {change_id}?")


def write_report(service: str, fixed_by: str | None, idempotency_key: str) -> str:
    """Write down what happened, once per key; returns the number of the report."""
    return derive_id("report", service, fixed_by or "nobody", idempotency_key)
