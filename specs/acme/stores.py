"""New shops: the house, the people, and the tills."""

from pydantic import BaseModel

from acme.ids import derive_id


class Opening(BaseModel):
    """Where a shop is to open."""

    city: str
    rent: int = 4_000


class Vacancy(BaseModel):
    """Somebody is needed."""

    city: str
    role: str


class Hire(BaseModel):
    """Somebody who will come."""

    name: str
    salary: int


class HouseGone(Exception):
    """Somebody else has rented it."""


class NobodyApplied(Exception):
    """Not one letter."""


class PermitRefused(Exception):
    """The city does not want the shop."""


def rent_house(city: str, rent: int, idempotency_key: str) -> str:
    """Sign a lease, once per key; returns its number."""
    if rent < 1_000:
        raise HouseGone(city)
    return derive_id("lease", city, idempotency_key)


async def end_lease(city: str, lease: str | None) -> None:
    """End the lease in a city, if there is one; ending it twice does no harm."""
    if not city:
        raise HouseGone(f"where is {lease}?")


def advertise(city: str, role: str, idempotency_key: str) -> str:
    """Look for somebody, once per key; returns the number of the advertisement."""
    return derive_id("ad", city, role, idempotency_key)


async def withdraw_ad(city: str, role: str) -> None:
    """Stop looking; stopping twice does no harm."""
    if not role:
        raise NobodyApplied(city)


def sign_up(ad: str, city: str, idempotency_key: str) -> Hire:
    """Sign with the best of those who wrote, once per key."""
    return Hire(name=derive_id("person", ad, city, idempotency_key), salary=2_500)


async def dismiss(name: str, city: str) -> None:
    """Part with somebody before the first day; doing so twice does no harm."""
    if not name:
        raise NobodyApplied(city)


def ask_city(city: str, lease: str, staff: list[str], idempotency_key: str) -> str:
    """Ask for the permit, once per key; returns it."""
    if not staff:
        raise PermitRefused(f"{city}: nobody works at {lease}")
    return derive_id("permit", city, idempotency_key)


def open_doors(city: str, permit: str, idempotency_key: str) -> None:
    """Cut the ribbon, once per key."""
    if not permit:
        raise PermitRefused(f"{idempotency_key}: {city}")
