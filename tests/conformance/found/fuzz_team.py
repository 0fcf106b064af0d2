"""What random workflows, and the specs that were found with them, call. Never run: scenarios play every operation."""

from pydantic import BaseModel, Field


class Order(BaseModel):
    """The input of a random workflow."""

    amount: int
    vip: bool = False
    note: str | None = None
    items: list[str] = []


class Setting(BaseModel):
    """The context of a random workflow."""

    user: str = "me"
    night: bool = False


class Parcel(BaseModel):
    """What is shipped: not too heavy."""

    amount: int = Field(lt=15)
    items: list[str] = []


class Receipt(BaseModel):
    """What most operations return."""

    ref: str
    points: int = Field(default=0, alias="Points")
    tags: list[str] = []
    left: float | None = None


class Declined(Exception):
    """Somebody said no."""


class Fraud(Declined):
    """Somebody said no, and why."""


class Busy(Exception):
    """Try again."""


def work(amount: int, note: str = "", idempotency_key: str = "") -> Receipt:
    """Takes keywords and a key."""
    raise AssertionError((amount, note, idempotency_key))


async def ship(parcel: Parcel) -> Receipt:
    """Takes a model, asynchronously."""
    raise AssertionError(parcel)


def count() -> int:
    """Takes nothing and returns a plain value."""
    raise AssertionError


def undo(ref: str | None, why: str, idempotency_key: str) -> None:
    """Undoes."""
    raise AssertionError((ref, why, idempotency_key))


def page(workflow: str, step: str | None, max_duration: str) -> None:
    """Rings somebody up."""
    raise AssertionError((workflow, step, max_duration))
