"""Knowing one's customers: what a bank has to look at before it opens an account."""

from pydantic import BaseModel

from acme.ids import derive_id


class Applicant(BaseModel):
    """Somebody who wants an account."""

    name: str
    passport_scan: str
    country: str
    yearly_income: int = 0


class Passport(BaseModel):
    """What the machine read."""

    number: str
    holder: str


class Match(BaseModel):
    """How much a name looks like one on the lists, from 0 to 100."""

    score: int
    listed_as: str | None = None


class Unreadable(Exception):
    """The scan is a blur."""


class RegisterDown(Exception):
    """A public register does not answer."""


class AccountLimit(Exception):
    """No numbers left this month."""


def read_passport(scan: str) -> Passport:
    """Read a scan."""
    if "blur" in scan:
        raise Unreadable(scan)
    return Passport(number=derive_id("p", scan), holder=scan.removesuffix(".png"))


def request_scan(name: str, why: str, idempotency_key: str) -> None:
    """Ask for a better one, once per key."""
    if not why:
        raise ValueError(f"{idempotency_key}: nothing to ask {name}")


def screen(name: str) -> Match:
    """Look the name up in the lists."""
    return Match(score=len(name) % 60)


def compare_by_hand(name: str, listed_as: str | None, score: int) -> bool:
    """Somebody looks at both; is it the same person?"""
    return score > 80 and listed_as == name


def ask_register(which: str, name: str) -> int:
    """What a register knows of somebody's yearly income in cents."""
    if not name:
        raise RegisterDown(which)
    return 100 * len(which) * len(name)


def assess(stated: int, known: list[int]) -> str:
    """Low, medium or high risk."""
    return "low" if stated <= sum(known) else "high"


def open_account(name: str, passport: str, risk: str, idempotency_key: str) -> str:
    """Open an account, once per key; returns its number."""
    if not risk:
        raise AccountLimit(name)
    return derive_id("acc", name, passport, idempotency_key)


def close_account(account: str | None, key: str) -> None:
    """Close what a key has opened, if anything."""
    if account == key:
        raise ValueError("a key is not an account")


def issue_card(account: str, idempotency_key: str) -> str:
    """A card to an account, once per key."""
    return derive_id("card", account, idempotency_key)


def tell_compliance(subject: str, what: str, where: str, idempotency_key: str) -> None:
    """A note to the officer on duty, once per key."""
    if not subject:
        raise ValueError(f"{idempotency_key}: {what} at {where}")
