"""Seventy terms in one sum: deeper than every platform can evaluate. An operation adds them up better."""

from shop import Basket, Charge
from wfc import Step, Workflow

expression_too_deep = Workflow(
    key="expression.too.deep",
    version="1.0.0",
    input=Basket,
    steps=[
        Step(
            id="charge",
            operation=Charge,
            inputs=lambda input: {
                "amount": input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
                + input.price
            },
        )
    ],
)
