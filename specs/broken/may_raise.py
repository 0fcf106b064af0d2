"""There may be no pieces to divide by."""

from shop import Basket, LookUp, Tell
from wfc import Step, Workflow

may_raise = Workflow(
    key="may.raise",
    version="1.0.0",
    input=Basket,
    steps=[
        Step(id="look-up", operation=LookUp, inputs=lambda input: {"sku": input.sku}),
        Step(
            id="tell",
            operation=Tell,
            inputs=lambda input, steps: {"text": f"{input.price // steps['look-up'].output.pieces} cents each"},
        ),
    ],
)
