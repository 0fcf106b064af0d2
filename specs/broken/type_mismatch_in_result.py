"""The result does not fit the workflow's own output model."""

from shop import Basket, Charge, Receipt
from wfc import Step, Workflow

type_mismatch_in_result = Workflow(
    key="type.mismatch.in.result",
    version="1.0.0",
    input=Basket,
    output=Receipt,
    steps=[Step(id="charge", operation=Charge, inputs=lambda input: {"amount": input.price})],
    result=lambda input, steps: {"charge_id": steps["charge"].output, "total": input.sku},
)
