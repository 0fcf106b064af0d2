"""A small shop: the models, handlers and operations of the broken specs, so that each of those shows one mistake only."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel
from wfc import Operation


class Basket(BaseModel):
    """What a buyer wants."""

    sku: str
    quantity: int = 1
    price: int
    weight: Decimal = Decimal(0)
    wanted_on: datetime
    size: Literal["small", "medium", "large"] = "medium"
    voucher: str | None = None


class Stock(BaseModel):
    """What the shop has."""

    pieces: int
    shelf: str


class Receipt(BaseModel):
    """What the buyer gets."""

    charge_id: str
    total: int


class Declined(Exception):
    """The bank said no."""


def look_up(sku: str) -> Stock:
    """How many pieces there are and where."""
    return Stock(pieces=len(sku), shelf=sku[:1])


def check(sku: str) -> None:
    """Raise unless the shop sells it."""
    if not sku:
        raise LookupError("the shop does not sell nothing")


def charge(amount: int, idempotency_key: str) -> str:
    """Charge once per key; returns the id of the charge."""
    return f"ch_{amount}_{idempotency_key}"


def refund(charge_id: str, idempotency_key: str) -> str:
    """Refund once per key; returns the id of the refund."""
    return f"re_{charge_id}_{idempotency_key}"


def tell(text: str, idempotency_key: str) -> None:
    """Send a message once per key."""
    if not text:
        raise ValueError(idempotency_key)


LookUp = Operation("shop.look-up", handler=look_up, effect="read", timeout="5s")
Check = Operation("shop.check", handler=check, effect="read", timeout="5s")
Charge = Operation("shop.charge", handler=charge, effect="write", idempotent="key", errors=[Declined], timeout="5s")
Refund = Operation("shop.refund", handler=refund, effect="write", idempotent="key", timeout="5s")
Tell = Operation("shop.tell", handler=tell, effect="write", idempotent="key", irreversible=True, timeout="5s")
