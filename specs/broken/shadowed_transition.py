"""The second entry can never be reached: the first one has taken every `Declined`. The same with the conditions."""

from shop import Charge, Declined, Tell
from wfc import SUCCEED, OnError, Otherwise, Step, When, Workflow

shadowed_transition = Workflow(
    key="shadowed.transition",
    version="1.0.0",
    steps=[
        Step(
            id="charge",
            operation=Charge,
            inputs=lambda: {"amount": 100},
            on_success=[
                When(lambda output: output == "ch_0", SUCCEED),
                When(lambda output: output == "ch_0", SUCCEED),
                Otherwise(SUCCEED),
            ],
            on_failure=[OnError([Declined], "tell"), OnError(["Declined"], SUCCEED)],
        )
    ],
    handlers=[Step(id="tell", operation=Tell, inputs=lambda: {"text": "sorry"})],
)
