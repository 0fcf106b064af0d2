"""Synchronising a product catalogue with a supplier."""

from pydantic import BaseModel


class Supplier(BaseModel):
    """Where a feed comes from."""

    supplier: str
    feed_url: str


class Feed(BaseModel):
    """A downloaded feed."""

    etag: str
    rows: int


class RateLimited(Exception):
    """Too many requests; slow down."""


class ConnectionDropped(Exception):
    """The line broke."""


class MalformedFeed(Exception):
    """The feed is not what it says it is."""


def download_feed(url: str) -> Feed:
    """Fetch the newest feed."""
    return Feed(etag=url[-8:], rows=len(url) * 10)


def validate_feed(etag: str, rows: int) -> int:
    """How many rows of the feed can be used."""
    if not etag:
        raise MalformedFeed("no etag")
    return rows - rows % 10


def update_prices(supplier: str, rows: int, idempotency_key: str) -> int:
    """Write prices, once per key; returns how many changed."""
    return 0 if not idempotency_key else rows // (2 + len(supplier) % 3)


async def update_stock(supplier: str, rows: int, idempotency_key: str) -> None:
    """Write stock levels, once per key."""
    if rows < 0:
        raise MalformedFeed(f"{idempotency_key}: {supplier} has sent {rows} rows")
