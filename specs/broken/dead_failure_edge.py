"""The choice only compares a number, which cannot go wrong, so the excuse is never sent."""

from pydantic import BaseModel
from shop import Tell
from wfc import SUCCEED, Choice, Otherwise, Step, When, Workflow


class Basket(BaseModel):
    amount: int


dead_failure_edge = Workflow(
    key="dead.failure-edge",
    version="1.0.0",
    input=Basket,
    steps=[
        Choice(
            id="large",
            transitions=[When(lambda input: input.amount > 100, "tell"), Otherwise(SUCCEED)],
            on_failure="tell",
        ),
        Step(id="tell", operation=Tell, inputs=lambda: {"text": "a large one"}),
    ],
)
