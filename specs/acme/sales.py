"""The nightly sales figures."""

from pydantic import BaseModel


class SalesDay(BaseModel):
    """One day of sales; `revenue` is in cents."""

    orders: int
    revenue: int


class ChannelArchived(Exception):
    """Nobody can post to this channel any more."""


def fetch_sales() -> SalesDay:
    """Yesterday's figures."""
    return SalesDay(orders=128, revenue=940_050)


def summarise(day: SalesDay) -> str:
    """The figures in one sentence."""
    return f"{day.orders} orders, {day.revenue / 100:.2f} EUR"


async def publish(channel: str, text: str, idempotency_key: str) -> None:
    """Post a text to a channel, once per key."""
    if not channel.startswith("#"):
        raise ChannelArchived(f"{idempotency_key}: cannot post {len(text)} characters to {channel!r}")
