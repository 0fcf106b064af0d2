"""The code of an imaginary team: models that workflows of the tests use."""

from pydantic import BaseModel, Field


class Order(BaseModel):
    """What goes in."""

    amount: int = Field(gt=0)
    note: str = "none"


class Receipt(BaseModel):
    """What comes out."""

    id: str = Field(alias="Id")
    copies: int = 1


class Breach(BaseModel):
    """What an alert is told, as far as this team wants to know."""

    workflow: str
    step: str | None
    max_duration: str
    started_at: str


class Seen(BaseModel, extra="allow"):
    """Takes everything, to show what a lambda sees."""


class Data(BaseModel):
    """One field of each kind, for expressions."""

    i: int
    j: int
    f: float
    s: str
    t: str
    b: bool
    o: int | None
    xs: list[int]
    words: list[str]
    d: dict[str, int]


def do_nothing() -> None:
    """An operation for workflows that are about something else."""
