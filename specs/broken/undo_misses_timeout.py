"""A charge that times out may have gone through all the same, but is undone only when it has completed."""

from shop import Charge, Check, Refund
from wfc import Compensation, Step, Workflow

undo_misses_timeout = Workflow(
    key="undo.misses.timeout",
    version="1.0.0",
    steps=[
        Step(
            id="charge",
            operation=Charge,
            inputs=lambda: {"amount": 100},
            timeout="5s",
            compensation=Compensation(Refund, inputs=lambda output: {"charge_id": output}),
        ),
        Step(id="check", operation=Check, inputs=lambda: {"sku": "lamp"}),
    ],
)
