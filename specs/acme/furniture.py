"""Furniture that is brought home."""

from pydantic import BaseModel

from acme.ids import derive_id


class FurnitureOrder(BaseModel):
    """What to bring, and where; `amount` is in cents."""

    order_id: str
    articles: list[str]
    assembled: bool = False
    amount: int
    payment_method_id: str


class Load(BaseModel):
    """Goods that stand ready at a gate."""

    gate: str
    kilos: int


class Slot(BaseModel):
    """A truck that comes by."""

    truck: str
    window: str


class Damaged(Exception):
    """A piece is broken."""


class NoTruck(Exception):
    """All trucks are out that week."""


class NobodyHome(Exception):
    """The driver has rung and gone."""


def pick(order_id: str, articles: list[str], idempotency_key: str) -> Load:
    """Fetch the goods from the shelves, once per key."""
    return Load(gate=derive_id("gate", order_id, idempotency_key), kilos=12 * len(articles))


def put_back(order_id: str) -> None:
    """Everything of an order back to the shelves; what is there already stays there."""
    if not order_id:
        raise ValueError("which order?")


def assemble(gate: str, idempotency_key: str) -> int:
    """Screw it together, once per key; returns the minutes it took."""
    if not gate:
        raise Damaged(idempotency_key)
    return 45


def take_apart(gate: str | None, minutes: int | None) -> None:
    """Flat again; what is flat stays flat."""
    if gate == "":
        raise ValueError(f"no gate after {minutes} minutes")


def wrap(gate: str, kilos: int) -> str:
    """Wrap what stands at a gate; wrapping again changes nothing. Returns the label."""
    return f"{gate}/{kilos}"


def insure(order_id: str, amount: int, idempotency_key: str) -> str:
    """Insure the transport, once per key; returns the number of the policy."""
    return derive_id("in", order_id, str(amount), idempotency_key)


def end_insurance(policy: str | None, order_id: str) -> None:
    """End the policies of an order, whatever there are."""
    if policy == order_id:
        raise ValueError("an order is not a policy")


def lend(order_id: str, articles: list[str], idempotency_key: str) -> str:
    """Something to sit on meanwhile, once per key; returns what."""
    return derive_id("lend", order_id, str(len(articles)), idempotency_key)


def collect_loan(order_id: str) -> None:
    """Fetch back what was lent, if anything."""
    if not order_id:
        raise ValueError("which order?")


def book_truck(order_id: str, kilos: int, idempotency_key: str) -> Slot:
    """Room on a truck, once per key."""
    if kilos > 3_000:
        raise NoTruck(f"{kilos} kg")
    return Slot(truck=derive_id("truck", order_id, idempotency_key), window="8-12")


def cancel_truck(order_id: str) -> None:
    """Give the room on the truck back; twice does no harm."""
    if not order_id:
        raise ValueError("which order?")


def deliver(truck: str, label: str, idempotency_key: str) -> str:
    """Bring it, once per key; returns who signed."""
    return derive_id("sig", truck, label, idempotency_key)
