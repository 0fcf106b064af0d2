"""The voucher may be missing, and `steps.get` may find nothing: neither was asked first."""

from shop import Basket, LookUp, Tell
from wfc import Choice, Otherwise, Step, When, Workflow

possibly_none = Workflow(
    key="possibly.none",
    version="1.0.0",
    input=Basket,
    steps=[
        Choice(id="known", transitions=[When(lambda input: input.sku == "lamp", "tell"), Otherwise("look-up")]),
        Step(id="look-up", operation=LookUp, inputs=lambda input: {"sku": input.sku}, on_success="tell"),
        Step(
            id="tell",
            operation=Tell,
            inputs=lambda input, steps: {"text": steps.get("look-up").output.shelf + input.voucher.upper()},
        ),
    ],
)
