"""Two of three sizes are covered, and there is no `Otherwise`."""

from shop import Basket, Tell
from wfc import Choice, Step, When, Workflow

non_exhaustive_choice = Workflow(
    key="non.exhaustive.choice",
    version="1.0.0",
    input=Basket,
    steps=[
        Choice(
            id="by-size",
            transitions=[
                When(lambda input: input.size == "small", "by-letter"),
                When(lambda input: input.size == "large", "by-truck"),
            ],
        ),
        Step(id="by-letter", operation=Tell, inputs=lambda: {"text": "letter"}, on_success="done"),
        Step(id="by-truck", operation=Tell, inputs=lambda: {"text": "truck"}, on_success="done"),
        Step(id="done", operation=Tell, inputs=lambda: {"text": "done"}),
    ],
)
