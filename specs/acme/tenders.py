"""Bids for a tender, which count only if they come in time."""

from pydantic import BaseModel

from acme.ids import derive_id


class Tender(BaseModel):
    """What somebody wants built."""

    tender: str
    scope: str


class Estimate(BaseModel):
    """What it will cost us, in thousands."""

    sheet: str
    cost: int


class Margin(BaseModel):
    """The form that the board fills in."""

    percent: int


class EstimatorsBusy(Exception):
    """All of them count something else."""


class BankRefused(Exception):
    """The bank does not guarantee for us."""


class PortalClosed(Exception):
    """The portal takes no bids."""


def open_sheet(scope: str, idempotency_key: str) -> str:
    """Begin a calculation, once per key; returns its number."""
    if not scope:
        raise EstimatorsBusy(idempotency_key)
    return derive_id("sheet", scope, idempotency_key)


async def shred_sheet(scope: str, sheet: str | None) -> None:
    """Throw the calculation away, if there is one; doing so twice does no harm."""
    if not scope:
        raise EstimatorsBusy(f"what was {sheet} about?")


def count(sheet: str) -> int:
    """Count everything; returns the cost. It takes days."""
    return 100 + len(sheet)


def ask_bank(tender: str, cost: int, idempotency_key: str) -> str | None:
    """Ask for the guarantee; returns its number as soon as there is one."""
    if cost > 10_000:
        raise BankRefused(tender)
    return derive_id("guarantee", tender, idempotency_key)


async def release_guarantee(tender: str, guarantee: str | None) -> None:
    """Tell the bank that it is not needed; doing so twice does no harm."""
    if not tender:
        raise BankRefused(f"what was {guarantee} for?")


def ask_board(tender: str, cost: int, idempotency_key: str) -> None:
    """Put the bid on the board's table, once per key."""
    if cost <= 0:
        raise ValueError(f"{idempotency_key}: {tender} costs nothing")


def hand_in(tender: str, price: int, guarantee: str | None, idempotency_key: str) -> str:
    """Hand the bid in, once per key; returns the receipt."""
    if guarantee is None:
        raise PortalClosed(tender)
    return derive_id("bid", tender, str(price), idempotency_key)


async def tell_sales(tender: str, text: str, idempotency_key: str) -> None:
    """Write to those who will be asked why, once per key."""
    if not text:
        raise ValueError(f"{idempotency_key}: nothing to say about {tender}")
