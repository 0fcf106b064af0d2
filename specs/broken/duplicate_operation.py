"""Two different operations under one key."""

from shop import Charge, Refund, charge
from wfc import Operation, Step, Workflow

ChargeAgain = Operation("shop.charge", handler=charge, effect="write", irreversible=True, timeout="5s")

duplicate_operation = Workflow(
    key="duplicate.operation",
    version="1.0.0",
    steps=[
        Step(id="charge", operation=Charge, inputs=lambda: {"amount": 1}, compensation="refund"),
        Step(id="charge-again", operation=ChargeAgain, inputs=lambda: {"amount": 2}),
    ],
    handlers=[Step(id="refund", operation=Refund, inputs=lambda output: {"charge_id": output})],
)
