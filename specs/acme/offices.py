"""Moving an office: desks, keys and a line to the world."""

from pydantic import BaseModel

from acme.ids import derive_id


class Desk(BaseModel):
    """Somebody's desk, and the floor it goes to."""

    owner: str
    floor: int


class Move(BaseModel):
    """Which office goes where."""

    office: str
    desks: list[Desk]


class Packed(BaseModel):
    """A desk in boxes."""

    owner: str
    boxes: int


class NoVan(Exception):
    """All vans are out."""


class TooMuchStuff(Exception):
    """It does not fit into the boxes."""


class NoLine(Exception):
    """The street has no cable."""


def book_van(office: str, idempotency_key: str) -> str:
    """Book a van, once per key; returns its plate."""
    if not office:
        raise NoVan(idempotency_key)
    return derive_id("van", office, idempotency_key)


async def release_van(office: str, plate: str | None) -> None:
    """Send the van away, if there is one; doing so twice does no harm."""
    if not office:
        raise NoVan(f"whose is {plate}?")


def label(owner: str, floor: int, idempotency_key: str) -> str:
    """Stick a number on the desk, once per key; returns it."""
    return derive_id("label", owner, str(floor), idempotency_key)


async def unlabel(owner: str) -> None:
    """Take the number off; doing so twice does no harm."""
    if not owner:
        raise TooMuchStuff("whose desk?")


def pack(owner: str, label: str, idempotency_key: str) -> int:
    """Put everything into boxes, once per key; returns how many."""
    if not label:
        raise TooMuchStuff(owner)
    return 1 + len(idempotency_key) % 5


async def unpack(owner: str, boxes: int | None) -> None:
    """Put everything back, if it was packed; doing so twice does no harm."""
    if not owner:
        raise TooMuchStuff(f"whose {boxes} boxes?")


def ask_landlord(office: str, idempotency_key: str) -> None:
    """Write to the landlord, once per key."""
    if not office:
        raise ValueError(idempotency_key)


def fetch_keys(office: str, signed_by: str | None, idempotency_key: str) -> str:
    """Fetch the keys, once per key; returns which."""
    return derive_id("keys", office, signed_by or "", idempotency_key)


async def return_keys(office: str) -> None:
    """Give the keys back; doing so twice does no harm."""
    if not office:
        raise ValueError("which keys?")


def order_line(office: str, idempotency_key: str) -> str:
    """Order a line, once per key; returns the number of the order."""
    return derive_id("line", office, idempotency_key)


async def cancel_line(office: str, order: str | None) -> None:
    """Cancel the order of a line, if there is one; doing so twice does no harm."""
    if not office:
        raise NoLine(order or "")


def line_is_up(order: str) -> bool:
    """Whether the line works."""
    if not order:
        raise NoLine("no order")
    return True


def rent_hotspot(office: str, why: str, idempotency_key: str) -> str:
    """Rent a hotspot for as long as it takes, once per key; returns its number."""
    return derive_id("hotspot", office, why, idempotency_key)


async def return_hotspot(office: str) -> None:
    """Give the hotspot back; doing so twice does no harm."""
    if not office:
        raise NoLine("which hotspot?")


def drive(plate: str, boxes: int, keys: str, idempotency_key: str) -> str:
    """Carry everything over, once per key; returns the bill."""
    if boxes > 500:
        raise NoVan(f"{boxes} boxes do not fit")
    return derive_id("bill", plate, keys, idempotency_key)


async def tell_staff(office: str, text: str, idempotency_key: str) -> None:
    """Write to everybody, once per key."""
    if not text:
        raise ValueError(f"{idempotency_key}: nothing to tell {office}")
