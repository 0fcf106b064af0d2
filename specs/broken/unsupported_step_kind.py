"""Branches at once are part of the language, but this version cannot compile them yet."""

from shop import LookUp, Tell
from wfc import Parallel, Step, Workflow

unsupported_step_kind = Workflow(
    key="unsupported.step.kind",
    version="1.0.0",
    steps=[
        Step(id="begin", operation=Tell, inputs=lambda: {"text": "counting"}),
        Parallel(
            id="count",
            branches={
                "lamps": [Step(id="count-lamps", operation=LookUp, inputs=lambda: {"sku": "lamp"})],
                "bulbs": [Step(id="count-bulbs", operation=LookUp, inputs=lambda: {"sku": "bulb"})],
            },
        ),
    ],
)
