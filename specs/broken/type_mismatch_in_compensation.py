"""A compensation that also runs after a failed attempt cannot rely on the output."""

from shop import Charge, LookUp, Refund
from wfc import Compensation, Step, Workflow

type_mismatch_in_compensation = Workflow(
    key="type.mismatch.in.compensation",
    version="1.0.0",
    steps=[
        Step(
            id="charge",
            operation=Charge,
            inputs=lambda: {"amount": 100},
            compensation=Compensation(Refund, when="attempted", inputs=lambda output: {"charge_id": output}),
        ),
        Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"}),
    ],
)
