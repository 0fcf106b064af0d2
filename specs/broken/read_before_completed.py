"""The last step reads an output that only one of the two ways to it has made."""

from shop import Basket, LookUp, Tell
from wfc import Choice, Otherwise, Step, When, Workflow

read_before_completed = Workflow(
    key="read.before.completed",
    version="1.0.0",
    input=Basket,
    steps=[
        Choice(id="known", transitions=[When(lambda input: input.sku == "lamp", "tell"), Otherwise("look-up")]),
        Step(id="look-up", operation=LookUp, inputs=lambda input: {"sku": input.sku}, on_success="tell"),
        Step(id="tell", operation=Tell, inputs=lambda steps: {"text": steps["look-up"].output.shelf}),
    ],
)
