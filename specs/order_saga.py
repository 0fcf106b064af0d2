"""The classic saga: validate, charge, reserve, ship; what was done is undone in reverse when a later step fails.

Shows: compensations, and a handler that takes the workflow's input as one model.
"""

from acme.orders import (
    Fulfilment,
    NoCarrier,
    Order,
    OrderRejected,
    OutOfStock,
    release_stock,
    reserve_stock,
    ship,
    validate_order,
)
from acme.payments import CardDeclined, charge, refund
from wfc import Compensation, Operation, Step, Workflow

ValidateOrder = Operation("orders.validate", handler=validate_order, effect="read", errors=[OrderRejected])
ChargeOrder = Operation("orders.charge", handler=charge, effect="write", idempotent="key", errors=[CardDeclined])
RefundOrder = Operation("payments.refund", handler=refund, effect="write", idempotent="key")
ReserveStock = Operation("stock.reserve", handler=reserve_stock, effect="write", idempotent="key", errors=[OutOfStock])
ReleaseStock = Operation("stock.release", handler=release_stock, effect="write", idempotent="natural")
Ship = Operation("shipping.ship", handler=ship, effect="write", idempotent="key", irreversible=True, errors=[NoCarrier])

order_saga = Workflow(
    key="order.saga",
    version="1.0.0",
    description="From an order to a parcel",
    owners=["team-orders"],
    input=Order,
    output=Fulfilment,
    steps=[
        Step(id="validate", operation=ValidateOrder, inputs=lambda input: input, timeout="10s"),
        Step(
            id="charge",
            operation=ChargeOrder,
            inputs=lambda input: {"amount": input.amount, "payment_method_id": input.payment_method_id},
            timeout="30s",
            compensation=Compensation(RefundOrder, inputs=lambda output: {"charge_id": output.id}),
        ),
        Step(
            id="reserve",
            operation=ReserveStock,
            inputs=lambda input: {"sku": input.sku, "quantity": input.quantity},
            timeout="30s",
            compensation=Compensation(ReleaseStock, inputs=lambda output: {"reservation_id": output.id}),
        ),
        Step(
            id="ship",
            operation=Ship,
            inputs=lambda input, steps: {
                "order_id": input.order_id,
                "reservation_id": steps["reserve"].output.id,
            },
            timeout="30s",
        ),
    ],
    result=lambda steps: {
        "charge_id": steps["charge"].output.id,
        "tracking": steps["ship"].output.tracking,
    },
)
