"""No way leads to the second step: the first one goes past it."""

from shop import LookUp, Tell
from wfc import Step, Workflow

unreachable_step = Workflow(
    key="unreachable.step",
    version="1.0.0",
    steps=[
        Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"}, on_success="tell"),
        Step(id="count", operation=LookUp, inputs=lambda: {"sku": "lamp"}, on_success="tell"),
        Step(id="tell", operation=Tell, inputs=lambda: {"text": "done"}),
    ],
)
