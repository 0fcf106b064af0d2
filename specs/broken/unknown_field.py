"""A slip of the pen: the model has `quantity`."""

from shop import Basket, LookUp, Tell
from wfc import Step, Workflow

unknown_field = Workflow(
    key="unknown.field",
    version="1.0.0",
    input=Basket,
    steps=[
        Step(id="look-up", operation=LookUp, inputs=lambda input: {"sku": input.sku}),
        Step(id="tell", operation=Tell, inputs=lambda input: {"text": f"{input.quanttiy} pieces"}),
    ],
)
