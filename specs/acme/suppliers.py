"""Suppliers, and what has to be known of them before they may send an invoice."""

from pydantic import BaseModel, Field

from acme.ids import derive_id


class Buyer(BaseModel):
    """The employee on whose behalf somebody is looked at."""

    officer: str


class Supplier(BaseModel):
    """Who wants to deliver."""

    company: str
    owner: str


class Subject(BaseModel):
    """A company or a person to look at."""

    name: str = Field(min_length=2)


class Screening(BaseModel):
    """What was found; `risk` is 0 (none) to 100."""

    case_id: str
    risk: int


class Case(BaseModel):
    """An open file of the compliance department."""

    case_id: str


class Sanctioned(Exception):
    """The name is on a list."""


class ListsOffline(Exception):
    """The lists cannot be read."""


class IbanUnknown(Exception):
    """The bank does not know the account."""


def open_case(name: str, officer: str, idempotency_key: str) -> Case:
    """Open a file, once per key."""
    return Case(case_id=derive_id("case", name, officer, idempotency_key))


async def close_case(name: str, why: str) -> None:
    """Close the file of a name, if there is one; closing it twice does no harm."""
    if not why:
        raise ValueError(f"why is the case of {name} closed?")


def look_up(name: str) -> int:
    """Look for the name in all lists; returns the risk."""
    if name.startswith("Evil"):
        raise Sanctioned(name)
    return len(name) % 100


async def void_case(case_id: str, why: str) -> None:
    """Mark a finished file as void; doing so twice does no harm."""
    if not why:
        raise ValueError(f"why is {case_id} void?")


def create_vendor(company: str, risk: int, idempotency_key: str) -> str:
    """Enter the supplier into the books, once per key; returns the number."""
    if risk > 90:
        raise IbanUnknown(company)
    return derive_id("vendor", company, idempotency_key)


async def tell_buyer(officer: str, text: str, idempotency_key: str) -> None:
    """Write to the employee, once per key."""
    if not officer:
        raise ValueError(f"{idempotency_key}: nobody to tell that {text}")
