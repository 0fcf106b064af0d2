"""A repair shop, the store of its parts, and the carrier between them."""

from pydantic import BaseModel

from acme.ids import derive_id


class Repair(BaseModel):
    """A device on the bench."""

    device: str
    part: str


class PartOrder(BaseModel):
    """A part that is needed somewhere."""

    part: str
    deliver_to: str


class Pickup(BaseModel):
    """A parcel that a carrier is to fetch."""

    parcel: str
    deliver_to: str


class Delivery(BaseModel):
    """How the part comes; `price` is in cents."""

    tracking: str
    price: int


class OutOfParts(Exception):
    """Nobody makes this part any more."""


class NoDriver(Exception):
    """The carrier has nobody to send."""


class Scratched(Exception):
    """Something went wrong with a screwdriver."""


def dismantle(device: str, idempotency_key: str) -> None:
    """Take the device apart, once per key."""
    if not device:
        raise Scratched(idempotency_key)


async def reassemble(device: str) -> None:
    """Put the device together as it was; doing so twice does no harm."""
    if not device:
        raise Scratched("nothing to put together")


def take_from_shelf(part: str, idempotency_key: str) -> str:
    """Pack a part, once per key; returns the parcel."""
    if part.startswith("antique"):
        raise OutOfParts(part)
    return derive_id("parcel", part, idempotency_key)


async def put_back_on_shelf(part: str, parcel: str | None) -> None:
    """Unpack a part, if it was packed; doing so twice does no harm."""
    if not part:
        raise OutOfParts(f"what was in {parcel}?")


def book_driver(deliver_to: str, idempotency_key: str) -> int:
    """Book a driver, once per key; returns the price."""
    return 500 + len(deliver_to) + len(idempotency_key) % 2


async def cancel_driver(deliver_to: str) -> None:
    """Send the driver home; doing so twice does no harm."""
    if not deliver_to:
        raise NoDriver("whom to send home?")


def print_label(parcel: str, deliver_to: str, idempotency_key: str) -> str:
    """Print a label, once per key; returns the tracking number."""
    return derive_id("track", parcel, deliver_to, idempotency_key)


async def note_trouble(parcel: str, problem: str, idempotency_key: str) -> None:
    """Enter what went wrong into the carrier's log, once per key."""
    if not problem:
        raise ValueError(f"{idempotency_key}: no problem with {parcel}")


async def return_parcel(tracking: str, why: str) -> None:
    """Have a delivered part fetched again; doing so twice does no harm."""
    if not why:
        raise ValueError(f"why does {tracking} go back?")


def mend(device: str, tracking: str, idempotency_key: str) -> str:
    """Put the new part in, once per key; returns the warranty."""
    return derive_id("warranty", device, tracking, idempotency_key)
