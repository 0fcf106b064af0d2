"""Goods that cross a border."""

from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, Field

from acme.ids import derive_id


class Kind(StrEnum):
    """What customs officers ask first."""

    GOODS = "goods"
    SAMPLE = "sample"
    GIFT = "gift"


class Good(BaseModel):
    """One line of a declaration; `value` is in cents."""

    hs_code: str = Field(alias="hsCode")
    value: int
    weight: Decimal = Decimal("1.0")
    kind: Kind = Kind.GOODS
    origin: str = "PT"


class Consignment(BaseModel):
    """What comes in one container."""

    id: str
    goods: list[Good]
    accounts: dict[str, str] = {"goods": "main", "sample": "small", "gift": "small"}
    crew: int = 4


class Tariff(BaseModel):
    """What has to be paid for a good."""

    percent: int
    code: str = Field(alias="tariffCode")


class Guarantee(BaseModel):
    """Money that the customs office can take."""

    ref: str = Field(alias="guaranteeRef", min_length=1)
    cents: int


class AccountEmpty(Exception):
    """There is not enough on the account."""


class SealBroken(Exception):
    """Somebody has opened the container."""


class GoodToRate(BaseModel):
    """What a tariff depends on."""

    hs_code: str = Field(alias="hsCode", pattern=r"^\d{4,10}$")
    value: int = Field(gt=0)
    weight: Decimal
    kind: Kind


def rate(good: GoodToRate) -> Tariff:
    """Look it up."""
    return Tariff(percent=len(good.hs_code), tariffCode=f"{good.hs_code}-{good.kind}")


def reserve(account: str, cents: int, idempotency_key: str) -> Guarantee:
    """Reserve the duty, once per key."""
    if account == "empty":
        raise AccountEmpty(str(cents))
    return Guarantee(guaranteeRef=derive_id("gu", account, idempotency_key), cents=cents)


def release(ref: str | None, share: int, kind: str, idempotency_key: str) -> None:
    """Give a guarantee back, once per key."""
    if ref == idempotency_key:
        raise ValueError(f"{share} {kind}")


def inspect(id: str, officers: int) -> int:
    """Open the container; returns the minutes it took."""
    return 60 // officers + len(id)


def seal(id: str, idempotency_key: str) -> str:
    """A new seal, once per key; returns its number."""
    if not id:
        raise SealBroken(idempotency_key)
    return derive_id("seal", id, idempotency_key)


def break_seal(seal: str | None, id: str) -> None:
    """So that it can be opened again; broken twice is broken."""
    if seal == id:
        raise ValueError(id)


def declare(id: str, codes: list[str], cents: int, idempotency_key: str) -> str:
    """Hand the declaration in, once per key."""
    return derive_id("mrn", id, *codes, str(cents), idempotency_key)


def call_broker(id: str, problem: str, idempotency_key: str) -> None:
    """Somebody who knows more, once per key."""
    if not problem:
        raise ValueError(f"{id} {idempotency_key}")
