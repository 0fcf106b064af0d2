"""Nobody reads what the first step found out."""

from shop import LookUp, Tell
from wfc import Step, Workflow

unused_value = Workflow(
    key="unused.value",
    version="1.0.0",
    steps=[
        Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"}),
        Step(id="tell", operation=Tell, inputs=lambda: {"text": "done"}),
    ],
)
