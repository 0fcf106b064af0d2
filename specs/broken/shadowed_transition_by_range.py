"""Everything above twenty is above ten, and has been taken there."""

from shop import Basket, Tell
from wfc import SUCCEED, Choice, Otherwise, Step, When, Workflow

shadowed_transition_by_range = Workflow(
    key="shadowed.transition.by.range",
    version="1.0.0",
    input=Basket,
    steps=[
        Choice(
            id="price",
            transitions=[
                When(lambda input: input.price > 10, "tell"),
                When(lambda input: input.price > 20, SUCCEED),
                Otherwise(SUCCEED),
            ],
        ),
        Step(id="tell", operation=Tell, inputs=lambda: {"text": "done"}),
    ],
)
