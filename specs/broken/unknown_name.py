"""A name that is neither a parameter, nor a constant of the module, nor a function that lambdas have."""

from shop import Basket, Charge
from wfc import Step, Workflow

SHIPPING = 490

unknown_name = Workflow(
    key="unknown.name",
    version="1.0.0",
    input=Basket,
    steps=[Step(id="charge", operation=Charge, inputs=lambda input: {"amount": input.price + SHIPPNG})],
)
