"""Invoices. All prices are in cents."""

from typing import Literal

from pydantic import BaseModel


class Address(BaseModel):
    """Where a customer is."""

    street: str
    city: str
    postcode: str


class Customer(BaseModel):
    """Who pays."""

    name: str
    country: str = "DE"
    vat_id: str | None = None
    address: Address


class Line(BaseModel):
    """One line of an invoice."""

    sku: str
    description: str = ""
    quantity: int
    unit_price: int
    discount_percent: int = 0
    tags: list[str] = []


class InvoiceRequest(BaseModel):
    """Everything an invoice is made from."""

    number: int
    customer: Customer
    lines: list[Line]
    currency: Literal["EUR", "USD"] = "EUR"
    shipping: int | None = None
    credits: dict[str, int] = {}
    paid: int = 0


class Totals(BaseModel):
    """What the customer owes."""

    net: int
    vat: int
    gross: int


class Page(BaseModel):
    """An invoice as people read it."""

    title: str
    lines: list[str]
    total: str
    address: str
    area: str
    reverse_charge: bool
    express: bool


class Filing(BaseModel):
    """Where an invoice is kept and how to find it."""

    shelf: int
    sheets: int
    label: str
    skus: list[str]
    quantities: dict[str, int]
    price_range: list[int]
    mean_price: float
    balance: int


def price(net: list[int], shipping: int, credit: int, vat_percent: int) -> Totals:
    """Add up, subtract the credit, add the tax."""
    total = max(0, sum(net) + shipping - credit)
    vat = total * vat_percent // 100
    return Totals(net=total, vat=vat, gross=total + vat)


def render(page: Page) -> str:
    """The address of the rendered invoice."""
    return f"https://invoices.acme.example/{len(page.lines)}/{page.area}"


async def file(filing: Filing, idempotency_key: str) -> None:
    """Keep the invoice for ten years, once per key."""
    if filing.sheets < 1:
        raise ValueError(f"{idempotency_key}: nothing to file")
