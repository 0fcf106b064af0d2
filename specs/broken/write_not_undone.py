"""When the second step fails, nobody gives the money back."""

from shop import Charge, LookUp
from wfc import Step, Workflow

write_not_undone = Workflow(
    key="write.not.undone",
    version="1.0.0",
    steps=[
        Step(id="charge", operation=Charge, inputs=lambda: {"amount": 100}),
        Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"}),
    ],
)
