"""Gifts that several people pay for."""

from pydantic import BaseModel, Field

from acme.ids import derive_id


class Gift(BaseModel):
    """What is bought, and who has promised a share of it."""

    gift: str
    payers: list[str]


class Payment(BaseModel):
    """Somebody has paid, in cents."""

    amount: int = Field(gt=0)


class SoldOut(Exception):
    """Somebody else has bought it."""


def ask_payer(payer: str, gift: str, idempotency_key: str) -> None:
    """Send somebody a link to pay, once per key."""
    if not payer:
        raise ValueError(f"{idempotency_key}: who pays for {gift}?")


def enter_share(payer: str, amount: int, idempotency_key: str) -> int:
    """Put a share into the jar, once per key; returns it."""
    if not payer:
        raise ValueError(f"{idempotency_key}: whose {amount}?")
    return amount


async def pay_back(payer: str, amount: int | None) -> None:
    """Give somebody the share back, if there is one; doing so twice does no harm."""
    if not payer:
        raise ValueError(f"whose {amount}?")


def buy(gift: str, amounts: list[int | None], idempotency_key: str) -> str:
    """Buy the gift, once per key; returns the receipt."""
    if not amounts:
        raise SoldOut(gift)
    return derive_id("gift", gift, str(len(amounts)), idempotency_key)
