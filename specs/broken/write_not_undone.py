"""When the second step fails, nobody gives the money back."""

from shop import Charge, Check
from wfc import Step, Workflow

write_not_undone = Workflow(
    key="write.not.undone",
    version="1.0.0",
    steps=[
        Step(id="charge", operation=Charge, inputs=lambda: {"amount": 100}),
        Step(id="check", operation=Check, inputs=lambda: {"sku": "lamp"}),
    ],
)
