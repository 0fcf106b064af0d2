"""A choice with nothing to choose from: no way leads out of it."""

from shop import Check
from wfc import Choice, Step, Workflow

non_exhaustive_choice_empty = Workflow(
    key="non.exhaustive.choice.empty",
    version="1.0.0",
    steps=[
        Step(id="check", operation=Check, inputs=lambda: {"sku": "lamp"}),
        Choice(id="enough", transitions=[]),
    ],
)
