"""A warehouse with shelves, robots and people."""

from pydantic import BaseModel

from acme.ids import derive_id


class PickLine(BaseModel):
    """So many of an article, from a shelf."""

    sku: str
    quantity: int
    shelf: str
    fragile: bool = False


class PickList(BaseModel):
    """What goes into one box."""

    box: str
    lines: list[PickLine] = []
    may_be_partial: bool = False


class Picked(BaseModel):
    """What was taken from the shelf."""

    token: str
    quantity: int


class ShelfEmpty(Exception):
    """Nothing is there."""


class RobotStuck(Exception):
    """It waits for somebody to lift it."""


class BoxFull(Exception):
    """It does not fit."""


def locate(sku: str, shelf: str) -> int:
    """How many of an article the shelf holds."""
    return 0 if sku.startswith("gone-") else 10 + len(shelf)


def pick_by_robot(sku: str, quantity: int, shelf: str, idempotency_key: str) -> Picked:
    """Fetch it, once per key."""
    return Picked(token=derive_id("rob", sku, shelf, idempotency_key), quantity=quantity)


def pick_by_hand(sku: str, quantity: int, shelf: str, why: str, idempotency_key: str) -> Picked:
    """Ask somebody to fetch it, once per key."""
    return Picked(token=derive_id("hand", sku, shelf, why, idempotency_key), quantity=quantity)


def put_back(sku: str, shelf: str, token: str | None, line: int) -> None:
    """Put it back if it is off the shelf; twice does no harm."""
    if token == shelf:
        raise ValueError(f"line {line}: {sku} is a shelf")


def pad(token: str) -> str:
    """Bubble wrap around something; more of it does no harm."""
    return f"{token}-padded"


def order_supplies(box: str, problem: str, idempotency_key: str) -> str:
    """Ask the supplier, once per key."""
    return derive_id("sup", box, problem, idempotency_key)


def cancel_supplies(order: str | None, box: str) -> None:
    """Cancel what was ordered for a box, if anything."""
    if order == box:
        raise ValueError("a box is not an order")


def close_box(box: str, pieces: int, partial: bool) -> str:
    """Tape and label; closing a closed box changes nothing."""
    if pieces > 1_000:
        raise BoxFull(f"{box}: {pieces} pieces{', and not all' if partial else ''}")
    return f"{box}/{pieces}"
