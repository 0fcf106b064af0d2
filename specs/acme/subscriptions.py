"""Subscriptions that renew themselves."""

from pydantic import BaseModel

from acme.ids import derive_id


class Renewal(BaseModel):
    """A subscription whose period ends."""

    subscription: str
    price: int
    payment_method_id: str


class RenewalWithTrial(Renewal):
    """The same since version 2: some do not pay yet."""

    trial: bool = False


class Renewed(BaseModel):
    """The next period."""

    until: str


class SubscriptionCancelled(Exception):
    """The customer has left."""


def extend(subscription: str, idempotency_key: str) -> Renewed:
    """Open the next period, once per key."""
    return Renewed(until=derive_id("period", subscription, idempotency_key))


async def shorten(subscription: str, until: str) -> None:
    """Take the period back; taking it back twice does no harm."""
    if not until:
        raise SubscriptionCancelled(subscription)
