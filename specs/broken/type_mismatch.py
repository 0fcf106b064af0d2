"""A text where the handler wants a number, and a number added to a text."""

from shop import Basket, Charge, Tell
from wfc import Step, Workflow

type_mismatch = Workflow(
    key="type.mismatch",
    version="1.0.0",
    input=Basket,
    steps=[
        Step(id="tell", operation=Tell, inputs=lambda input: {"text": "price: " + input.price}),
        Step(id="charge", operation=Charge, inputs=lambda input: {"amount": input.sku}),
    ],
)
