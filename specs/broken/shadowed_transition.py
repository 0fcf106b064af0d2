"""The second condition can never be reached: whatever is over 100 is over 10 too."""

from shop import Basket, Tell
from wfc import Choice, Otherwise, Step, When, Workflow

shadowed_transition = Workflow(
    key="shadowed.transition",
    version="1.0.0",
    input=Basket,
    steps=[
        Choice(
            id="by-price",
            transitions=[
                When(lambda input: input.price > 10, "cheap"),
                When(lambda input: input.price > 100, "dear"),
                Otherwise("free"),
            ],
        ),
        Step(id="free", operation=Tell, inputs=lambda: {"text": "free"}, on_success="done"),
        Step(id="cheap", operation=Tell, inputs=lambda: {"text": "cheap"}, on_success="done"),
        Step(id="dear", operation=Tell, inputs=lambda: {"text": "dear"}, on_success="done"),
        Step(id="done", operation=Tell, inputs=lambda: {"text": "done"}),
    ],
)
