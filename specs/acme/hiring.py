"""People who are hired, and the bureau that looks into their past."""

from pydantic import BaseModel

from acme.ids import derive_id


class Candidate(BaseModel):
    """Who is to begin, and as what."""

    name: str
    role: str


class Person(BaseModel):
    """Whose past is looked into."""

    name: str


class Record(BaseModel):
    """What the bureau has found."""

    file_id: str
    clean: bool


class ConsentMissing(Exception):
    """The person has not agreed."""


class CourtsSilent(Exception):
    """The courts do not answer."""


class HeadcountFrozen(Exception):
    """Nobody is hired this quarter."""


def open_file(name: str, idempotency_key: str) -> str:
    """Begin a file, once per key; returns its number."""
    if not name:
        raise ConsentMissing(idempotency_key)
    return derive_id("file", name, idempotency_key)


async def destroy_file(name: str, file_id: str | None) -> None:
    """Destroy the file about somebody, if there is one; doing so twice does no harm."""
    if not name:
        raise ConsentMissing(f"who is {file_id} about?")


def ask_courts(file_id: str) -> bool:
    """Whether the courts know nothing; they take their time."""
    return not file_id.endswith("0")


def reserve_desk(role: str, idempotency_key: str) -> str:
    """Keep a desk free, once per key; returns which."""
    return derive_id("desk", role, idempotency_key)


async def free_desk(role: str, desk: str | None) -> None:
    """Give the desk to somebody else; doing so twice does no harm."""
    if not role:
        raise HeadcountFrozen(f"whose was {desk}?")


def sign_contract(name: str, desk: str, probation_months: int, idempotency_key: str) -> str:
    """Sign, once per key; returns the number of the contract."""
    if not desk:
        raise HeadcountFrozen(name)
    return derive_id("hired", name, str(probation_months), idempotency_key)


async def archive_file(file_id: str, why: str) -> None:
    """Lock the file of somebody who does not come after all; doing so twice does no harm."""
    if not why:
        raise ConsentMissing(file_id)
