"""Flights, hotels and cars."""

from pydantic import BaseModel, Field

from acme.ids import derive_id


class Trip(BaseModel):
    """What the traveller asked for."""

    traveller: str
    destination: str
    nights: int = Field(default=0, ge=0)
    wants_car: bool = False


class Booking(BaseModel):
    """One booked part of a trip; `price` is in cents."""

    ref: str
    price: int


class NoSeats(Exception):
    """The plane is full."""


class NoRooms(Exception):
    """The hotel is full."""


class NoCars(Exception):
    """All cars are out."""


def book_flight(traveller: str, destination: str, idempotency_key: str) -> Booking:
    """A return flight, once per key."""
    return Booking(ref=derive_id("fl", traveller, destination, idempotency_key), price=19_900)


def book_hotel(traveller: str, destination: str, nights: int, idempotency_key: str) -> Booking:
    """A room, once per key."""
    return Booking(ref=derive_id("ho", traveller, destination, idempotency_key), price=9_500 * nights)


def rent_car(traveller: str, days: int, idempotency_key: str) -> Booking:
    """A small car, once per key."""
    return Booking(ref=derive_id("ca", traveller, idempotency_key), price=4_900 * days)


async def cancel_booking(ref: str) -> None:
    """Give a booked part back; cancelling twice does no harm."""
    if "_" not in ref:
        raise ValueError(f"not a booking: {ref}")


def collect_payment(traveller: str, amount: int, idempotency_key: str) -> str:
    """Charge the traveller's account; returns the number of the payment."""
    return derive_id("pay", traveller, str(amount), idempotency_key)
