"""Branches at once are part of the language, but this version cannot compile them yet."""

from shop import LookUp, Tell
from wfc import Parallel, Step, Workflow

unsupported_step_kind = Workflow(
    key="unsupported.step.kind",
    version="1.0.0",
    steps=[
        Parallel(
            id="both",
            branches={
                "count": [Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"})],
                "tell": [Step(id="tell", operation=Tell, inputs=lambda: {"text": "counting"})],
            },
        )
    ],
)
