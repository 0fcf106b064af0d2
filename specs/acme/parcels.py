"""Parcel labels."""

from pydantic import BaseModel, Field

from acme.ids import derive_id


class Parcel(BaseModel):
    """Something to send; the last line of the address is the country."""

    address: list[str]
    grams: int = Field(gt=0)
    service: int = Field(default=0, ge=0)


class Destination(BaseModel):
    """Where it goes."""

    street: str
    country: str = Field(pattern=r"^[A-Z]{2}$")


class Postage(BaseModel):
    """Bought postage, and what each service level would cost in cents."""

    stamp: str
    prices: list[int]


class Sheets(BaseModel):
    """The printed label, one link per sheet."""

    links: list[str]


class Label(BaseModel):
    """What goes on the parcel."""

    link: str
    cents: int = Field(ge=1)


class PrinterJam(Exception):
    """Somebody has to open the printer."""


def route(destination: Destination) -> str:
    """The depot a parcel goes through."""
    return f"{destination.country}-{len(destination.street) % 9}"


def buy_postage(depot: str, grams: int, idempotency_key: str) -> Postage:
    """Buy a stamp, once per key."""
    return Postage(stamp=derive_id("st", depot, idempotency_key), prices=[grams // 2, grams])


async def void_postage(stamp: str, reason: str) -> None:
    """Give a stamp back; giving it back twice does no harm."""
    if not stamp:
        raise ValueError(f"no stamp ({reason})")


def print_label(stamp: str, express: bool) -> Sheets:
    """Print the label; the printer recognises a stamp it has printed."""
    return Sheets(links=[f"https://labels.acme.example/{stamp}{'-express' if express else ''}"])


def shred_label(link: str) -> None:
    """Shred a printed sheet; shredding it twice does no harm."""
    if not link:
        raise ValueError("no sheet")


def ask_customer(problem: str, idempotency_key: str) -> None:
    """Ask for a better address, once per key."""
    if not problem:
        raise ValueError(f"{idempotency_key}: nothing to ask")
