"""Orders and what the warehouse does with them."""

from pydantic import BaseModel, Field

from acme.ids import derive_id


class Order(BaseModel):
    """One article, ordered and to be paid; `amount` is in cents."""

    order_id: str
    sku: str
    quantity: int = Field(default=1, ge=1)
    amount: int = Field(ge=0)
    payment_method_id: str


class Reservation(BaseModel):
    """Goods set aside for an order."""

    id: str


class Shipment(BaseModel):
    """A parcel on its way."""

    tracking: str


class Fulfilment(BaseModel):
    """What the buyer is told."""

    charge_id: str
    tracking: str


class OrderRejected(Exception):
    """The shop does not accept this order."""


class OutOfStock(Exception):
    """The warehouse has too little of the article."""


class NoCarrier(Exception):
    """Nobody delivers there today."""


def validate_order(order: Order) -> None:
    """Raise unless the shop accepts the order."""
    if order.quantity > 100:
        raise OrderRejected(f"{order.order_id}: {order.quantity} pieces are too many")


def reserve_stock(sku: str, quantity: int, idempotency_key: str) -> Reservation:
    """Set goods aside, once per key."""
    if sku.startswith("rare-") and quantity > 1:
        raise OutOfStock(f"{quantity} x {sku}")
    return Reservation(id=derive_id("rs", sku, idempotency_key))


async def release_stock(reservation_id: str) -> None:
    """Put reserved goods back; releasing twice does no harm."""
    if not reservation_id.startswith("rs_"):
        raise ValueError(f"not a reservation: {reservation_id}")


def ship(order_id: str, reservation_id: str, idempotency_key: str) -> Shipment:
    """Hand the goods to a carrier, once per key."""
    return Shipment(tracking=derive_id("tr", order_id, reservation_id, idempotency_key))
