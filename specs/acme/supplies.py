"""Ordering things for the office."""

from pydantic import BaseModel

from acme.ids import derive_id


class Wish(BaseModel):
    """What somebody would like to have."""

    who: str
    article: str
    price: int


class Order(BaseModel):
    """What was ordered."""

    id: str


class SoldOut(Exception):
    """There is none left."""


def ask_lead(who: str, text: str, idempotency_key: str) -> str:
    """Put a question into the team lead's inbox, once per key; its number."""
    return derive_id("ask", who, text, idempotency_key)


def nudge(who: str, text: str) -> None:
    """Ask again, in the chat."""
    if not who:
        raise ValueError(f"nobody to ask {text!r}")


def place_order(article: str, price: int, approved_by: str | None, idempotency_key: str) -> Order:
    """Order it, once per key."""
    if price > 10_000:
        raise SoldOut(article)
    return Order(id=derive_id("po", article, approved_by or "", idempotency_key))


def tell(who: str, text: str, idempotency_key: str) -> None:
    """Tell somebody what has become of a wish, once per key."""
    if not who:
        raise ValueError(f"{idempotency_key}: nobody to tell {text!r}")
