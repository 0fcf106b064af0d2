"""Money that employees have laid out."""

from pydantic import BaseModel, Field

from acme.ids import derive_id


class Expense(BaseModel):
    """What somebody wants back; `amount` is in cents."""

    employee: str
    amount: int = Field(gt=0)
    purpose: str


class Coding(BaseModel):
    """The form an approver fills in: where the money comes from, and how much of it is granted."""

    cost_center: str
    granted: int = Field(ge=0)


class Unreachable(Exception):
    """The approver has left the company, or the mail server has."""


class IbanClosed(Exception):
    """The bank does not know the account any more."""


def ask_approver(approver: str, employee: str, amount: int, purpose: str, idempotency_key: str) -> None:
    """Send the form to an approver, once per key."""
    if approver not in ("manager", "head"):
        raise Unreachable(f"{idempotency_key}: {approver} ({employee}, {amount}, {purpose})")


def pay_out(employee: str, amount: int, coding: Coding | None, idempotency_key: str) -> str:
    """Transfer what is granted, or all of it from petty cash, once per key; returns the booking."""
    if not employee:
        raise IbanClosed(idempotency_key)
    return derive_id("exp", employee, str(coding.granted if coding else amount), idempotency_key)


async def tell_employee(employee: str, text: str, idempotency_key: str) -> None:
    """Say how it ended, once per key."""
    if not text:
        raise Unreachable(f"{idempotency_key}: nothing to tell {employee}")
