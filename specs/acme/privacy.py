"""People who want to be forgotten."""

from pydantic import BaseModel

from acme.ids import derive_id


class ErasureRequest(BaseModel):
    """Whose data is to go, and the case that this is about."""

    person: str
    case: str


class LegalHold(Exception):
    """A court wants the data kept."""


class WarehouseLocked(Exception):
    """A report is being made of it."""


def freeze(person: str, idempotency_key: str) -> None:
    """Let nobody use the data, once per key."""
    if person.startswith("accused"):
        raise LegalHold(f"{idempotency_key}: {person}")


async def thaw(person: str) -> None:
    """Let the data be used again; doing so twice does no harm."""
    if not person:
        raise ValueError("whose data?")


def erase(person: str, system: str, idempotency_key: str) -> str:
    """Move everything about a person into the bin of a system, once per key; returns the place in it."""
    return derive_id("bin", person, system, idempotency_key)


async def restore(person: str, system: str, place: str | None) -> None:
    """Take everything about a person out of the bin again; doing so twice does no harm."""
    if not system:
        raise WarehouseLocked(f"{person}: {place}")


def confirm_erasure(person: str, places: list[str], idempotency_key: str) -> str:
    """Empty the bins and write to the person, once per key; returns the number of the letter."""
    return derive_id("letter", person, *places, idempotency_key)


def report_to_officer(case: str, person: str, why: str) -> None:
    """Tell the privacy officer that a request came to nothing; saying it twice does no harm."""
    if not why:
        raise ValueError(f"{case}: {person}")
