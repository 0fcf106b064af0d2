"""No basket has this size."""

from shop import Basket, Tell
from wfc import Choice, Otherwise, Step, When, Workflow

never_equal = Workflow(
    key="never.equal",
    version="1.0.0",
    input=Basket,
    steps=[
        Choice(id="by-size", transitions=[When(lambda input: input.size == "huge", "truck"), Otherwise("letter")]),
        Step(id="truck", operation=Tell, inputs=lambda: {"text": "truck"}, on_success="done"),
        Step(id="letter", operation=Tell, inputs=lambda: {"text": "letter"}, on_success="done"),
        Step(id="done", operation=Tell, inputs=lambda: {"text": "done"}),
    ],
)
