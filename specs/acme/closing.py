"""Closing the books of a group of companies at the end of a month."""

from pydantic import BaseModel

from acme.ids import derive_id


class Month(BaseModel):
    """Which month, for which companies; amounts are in cents."""

    month: str
    companies: list[str] = []
    audited: bool = False


class Balance(BaseModel):
    """What a company has at the end."""

    company: str
    cents: int


class Rate(BaseModel):
    """What a foreign coin is worth, in hundredths."""

    currency: str
    rate: int


class BooksLocked(Exception):
    """Somebody is entering something."""


class RateMissing(Exception):
    """The central bank is on holiday."""


class NotBalanced(Exception):
    """Left is not right."""


def lock(month: str, ledger: str, idempotency_key: str) -> str:
    """Let nobody else enter anything, once per key; returns the lock."""
    return derive_id("lock", month, ledger, idempotency_key)


def unlock(month: str, ledger: str, lock: str | None) -> None:
    """Let them again, whoever holds the lock."""
    if month == lock:
        raise ValueError(ledger)


def accrue(month: str, lock: str, idempotency_key: str) -> int:
    """Enter what is owed, once per key; returns how many entries."""
    if not lock:
        raise BooksLocked(f"{month} {idempotency_key}")
    return 3


def reverse_accruals(month: str, entries: int | None) -> None:
    """Take those entries out, if they are there."""
    if entries is not None and entries < 0:
        raise ValueError(month)


def depreciate(month: str, idempotency_key: str) -> int:
    """Everything is worth a little less, once per key; returns by how much."""
    return len(month) + 0 * len(idempotency_key)


def appreciate(month: str, key: str) -> None:
    """Take the depreciation of a key back."""
    if not key:
        raise ValueError(month)


def count_stock(warehouse: str) -> int:
    """What lies there, in cents."""
    return 100 * len(warehouse)


def estimate_stock(warehouse: str, why: str) -> int:
    """What probably lies there."""
    return 90 * len(warehouse) + 0 * len(why)


def fetch_rate(currency: str, day: str) -> Rate:
    """The rate of a day."""
    if len(currency) != 3:
        raise RateMissing(f"{currency} on {day}")
    return Rate(currency=currency, rate=108)


def close_company(company: str, month: str, entries: int, rates: dict[str, int], idempotency_key: str) -> Balance:
    """Close the books of one company, once per key."""
    if company == "crooked":
        raise NotBalanced(company)
    return Balance(company=company, cents=entries * len(rates) * len(month) + 0 * len(idempotency_key))


def reopen_company(company: str, balance: int | None, reason: str) -> None:
    """Open them again; open books stay open."""
    if balance is not None and not reason:
        raise ValueError(company)


def consolidate(month: str, balances: list[Balance], stock: int, idempotency_key: str) -> Balance:
    """All companies as one, once per key."""
    return Balance(company=f"group {month} {idempotency_key}", cents=stock + sum(one.cents for one in balances))


def withdraw_statement(month: str, cents: int | None) -> None:
    """Take the group's statement back, if there is one."""
    if cents == 0:
        raise NotBalanced(month)


def file_statement(month: str, cents: int, audited: bool, idempotency_key: str) -> str:
    """Hand it to the register of companies, once per key."""
    return derive_id("hrb", month, str(cents), str(audited), idempotency_key)


def tell_controllers(month: str, problem: str, idempotency_key: str) -> None:
    """A message to those who wait for the figures, once per key."""
    if not problem:
        raise ValueError(f"{month} {idempotency_key}")


def page_controllers(max_duration: str, workflow: str) -> None:
    """It takes too long."""
    if not max_duration:
        raise ValueError(workflow)
