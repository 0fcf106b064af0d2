"""A lambda is a small, terminating piece of Python: it calls none of your functions, and few of Python's."""

from shop import Basket, Tell
from wfc import Step, Workflow


def shout(text: str) -> str:
    """Louder."""
    return text.upper() + "!"


unsupported_expression = Workflow(
    key="unsupported.expression",
    version="1.0.0",
    input=Basket,
    steps=[
        Step(id="tell", operation=Tell, inputs=lambda input: {"text": shout(input.sku)}),
        Step(id="tell-more", operation=Tell, inputs=lambda input: {"text": input.sku.title()}),
    ],
)
