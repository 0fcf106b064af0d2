"""Parcels, and what carriers report of them."""

from typing import Literal

from pydantic import BaseModel

from acme.ids import derive_id


class Dispatch(BaseModel):
    """A parcel that leaves the house."""

    parcel: str
    customer: str


class Scan(BaseModel):
    """A carrier has seen a parcel."""

    depot: str
    weight_g: int


class Handover(BaseModel):
    """Somebody has taken a parcel, or refused to."""

    taken_by: str
    result: Literal["delivered", "refused"] = "delivered"


class NoPickup(Exception):
    """The carrier does not come today."""


class Unread(Exception):
    """The customer's mailbox is full."""


def order_pickup(parcel: str, idempotency_key: str) -> str:
    """Call the carrier, once per key; returns the tracking number."""
    if not parcel:
        raise NoPickup(idempotency_key)
    return derive_id("track", parcel, idempotency_key)


async def recall_parcel(parcel: str, why: str) -> None:
    """Have a parcel brought back, wherever it is; doing so twice does no harm."""
    if not why:
        raise NoPickup(parcel)


async def write_to_customer(customer: str, text: str, idempotency_key: str) -> None:
    """Write to the customer, once per key."""
    if not customer:
        raise Unread(f"{idempotency_key}: {text}")


async def search_depot(parcel: str, last_seen: str, idempotency_key: str) -> None:
    """Let somebody look for a parcel, once per key."""
    if not last_seen:
        raise NoPickup(f"{idempotency_key}: {parcel} was never seen")
