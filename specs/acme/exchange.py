"""The exchange's own rates, and what is done with them."""

from pydantic import BaseModel


class Day(BaseModel):
    """What is asked about."""

    day: str


class Rate(BaseModel):
    """What the exchange says: one number."""

    pair: str
    value: float


def read_rate(day: str) -> Rate:
    """The rate of a day."""
    return Rate(pair="EURUSD", value=1 + len(day) / 100)


def store_rate(pair: str, value: float) -> int:
    """Keep a rate; the number of rates that are kept now."""
    return len(f"{pair}={value}")


def settle(day: str, idempotency_key: str) -> int:
    """Settle the trades of a day, once per key; how many there were."""
    return len({day, idempotency_key})
