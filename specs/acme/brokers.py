"""What a broker says of the same pairs, in a class of the same name."""

from pydantic import BaseModel


class Rate(BaseModel):
    """Two numbers, since a broker wants to live."""

    pair: str
    bid: float
    ask: float


def ask_broker(pair: str) -> Rate:
    """What the broker would take."""
    return Rate(pair=pair, bid=0.99, ask=1.01)
