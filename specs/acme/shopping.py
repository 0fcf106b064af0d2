"""Shops that sell the same things at different prices."""

from pydantic import BaseModel

from acme.ids import derive_id


class Wish(BaseModel):
    """What somebody wants, and what it may cost in cents."""

    article: str
    limit: int


class Offer(BaseModel):
    """What a shop wants for it, in cents."""

    shop: str
    price: int


class NotSold(Exception):
    """The shop does not have it."""


class SoldMeanwhile(Exception):
    """The last one has just gone."""


def ask_shop(shop: str, article: str) -> Offer:
    """The shop's price of today."""
    if article.startswith("rare-"):
        raise NotSold(f"{shop} has no {article}")
    return Offer(shop=shop, price=1_000 + 10 * len(shop) * len(article))


def cheapest(offers: list[Offer]) -> Offer:
    """The best of them, of equal ones the first."""
    return min(offers, key=lambda offer: offer.price)


def buy(shop: str, price: int, idempotency_key: str) -> str:
    """Buy at that price, once per key; returns the number of the order."""
    if price <= 0:
        raise SoldMeanwhile(shop)
    return derive_id("buy", shop, str(price), idempotency_key)
