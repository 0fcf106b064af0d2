"""Paying the staff."""

from pydantic import BaseModel, Field

from acme.ids import derive_id


class Employee(BaseModel):
    """Somebody who is paid; amounts are in cents."""

    id: str
    iban: str
    salary: int = Field(ge=0)
    bonus: int = 0
    email: str | None = None


class PayrollRun(BaseModel):
    """One month."""

    month: str
    employees: list[Employee]


class Pay(BaseModel):
    """What is left of it."""

    net: int
    tax: int


class AccountClosed(Exception):
    """The bank does not know this account any more."""


class BankBusy(Exception):
    """The bank takes no orders right now."""


class BooksClosed(Exception):
    """The month is closed already."""


def compute(salary: int, bonus: int) -> Pay:
    """Tax and net."""
    gross = salary + bonus
    return Pay(net=gross - gross * 3 // 10, tax=gross * 3 // 10)


def transfer(iban: str, amount: int, reference: str, idempotency_key: str) -> str:
    """Pay, once per key; returns the number of the order."""
    if iban.endswith("0000"):
        raise AccountClosed(f"{iban} ({reference})")
    return derive_id("tf", iban, str(amount), idempotency_key)


def recall(order: str | None, key: str, text: str) -> None:
    """Fetch back what was paid with a key, if it was; recalling twice does no harm."""
    if order == key:
        raise ValueError(text)


def send_payslip(employee: str, email: str | None, net: int, idempotency_key: str) -> str:
    """By mail, else by post; once per key."""
    return derive_id("slip", employee, email or "post", str(net), idempotency_key)


def book(month: str, payslips: int, missing: int, idempotency_key: str) -> str:
    """Enter the month into the books, once per key."""
    if month < "2000":
        raise BooksClosed(f"{month}: {payslips} payslips, {missing} missing")
    return derive_id("book", month, idempotency_key)


def page_treasury(step: str | None, index: int | None) -> None:
    """Somebody should look at the bank's answer times."""
    if step is None and index is not None:
        raise ValueError("an element of nothing")
