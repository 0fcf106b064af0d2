"""Seats at a concert."""

from pydantic import BaseModel, Field

from acme.ids import derive_id


class SeatRequest(BaseModel):
    """Who wants to sit where."""

    order_id: str
    show: str
    seats: list[str] = Field(min_length=1)
    payment_method_id: str


class Hold(BaseModel):
    """Seats that nobody else can buy for a while; `price` is in cents."""

    hold_id: str
    price: int


class SeatsTaken(Exception):
    """Somebody was faster."""


def hold_seats(order_id: str, show: str, seats: list[str], idempotency_key: str) -> Hold:
    """Block seats, once per key."""
    return Hold(hold_id=derive_id("hold", order_id, show, idempotency_key), price=5_500 * len(seats))


async def free_seats(order_id: str, hold_id: str | None) -> int:
    """Unblock what an order holds, also when nobody knows whether it holds anything; returns how many."""
    return 0 if hold_id is None else len(order_id)


def issue_tickets(hold_id: str, charge_id: str, idempotency_key: str) -> list[str]:
    """Turn a paid hold into tickets."""
    return [derive_id("ti", hold_id, charge_id, idempotency_key)]


def suggest_dates(show: str) -> list[str]:
    """Other evenings of the same show."""
    return [f"{show}-matinee", f"{show}-late"]
