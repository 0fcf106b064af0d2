"""Compensations are retried, so they must stand being run twice."""

from shop import Charge, Check, refund
from wfc import Compensation, Operation, Step, Workflow

RefundBlindly = Operation("shop.refund-blindly", handler=refund, effect="write", timeout="5s")

undo_without_key = Workflow(
    key="undo.without.key",
    version="1.0.0",
    steps=[
        Step(
            id="charge",
            operation=Charge,
            inputs=lambda: {"amount": 100},
            compensation=Compensation(RefundBlindly, when="attempted", inputs=lambda key: {"charge_id": key}),
        ),
        Step(id="check", operation=Check, inputs=lambda: {"sku": "lamp"}),
    ],
)
