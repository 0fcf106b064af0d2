"""Weekends in the city: seats, rooms, cars and trains that are held first and paid together."""

from pydantic import BaseModel, Field

from acme.ids import derive_id


class CityBreak(BaseModel):
    """Where somebody wants to go; `budget` is in cents and for the room."""

    traveller: str
    city: str
    nights: int = Field(default=1, ge=1)
    budget: int = 50_000


class Hold(BaseModel):
    """Something kept for the traveller; `price` is in cents."""

    ref: str
    price: int


class SoldOut(Exception):
    """Nothing is left."""


class NoCars(Exception):
    """All cars are out."""


class Unpaid(Exception):
    """The account does not cover it."""


def hold_seat(traveller: str, city: str, idempotency_key: str) -> Hold:
    """A seat on a plane, once per key."""
    if city == "Atlantis":
        raise SoldOut(f"nothing flies to {city}")
    return Hold(ref=derive_id("se", traveller, city, idempotency_key), price=8_900)


def add_luggage(seat: str, idempotency_key: str) -> Hold:
    """One suitcase for a seat, once per key."""
    return Hold(ref=derive_id("lu", seat, idempotency_key), price=2_500)


def hold_room(traveller: str, city: str, nights: int, idempotency_key: str) -> Hold:
    """A room, once per key."""
    return Hold(ref=derive_id("ro", traveller, city, idempotency_key), price=7_000 * nights)


def add_breakfast(room: str, nights: int, idempotency_key: str) -> int:
    """Breakfast to a room, once per key; returns its price. It goes when the room goes."""
    return 0 if not idempotency_key else 1_200 * nights + len(room) % 1


def hold_car(traveller: str, days: int, idempotency_key: str) -> Hold:
    """A small car, once per key."""
    return Hold(ref=derive_id("ca", traveller, idempotency_key), price=3_900 * days)


def hold_train(traveller: str, city: str, idempotency_key: str) -> Hold:
    """A ticket for the train instead, once per key."""
    return Hold(ref=derive_id("tr", traveller, city, idempotency_key), price=1_900)


async def release(ref: str | None, held_by: str) -> None:
    """Give back what a key holds, also when nobody knows its reference; doing it twice does no harm."""
    if not held_by:
        raise ValueError(f"whose hold is {ref}?")


def collect(traveller: str, amount: int, idempotency_key: str) -> str:
    """Turn the holds into bookings by paying them, once per key."""
    if amount > 1_000_000:
        raise Unpaid(traveller)
    return derive_id("pay", traveller, str(amount), idempotency_key)
