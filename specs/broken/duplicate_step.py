"""Two steps with one id."""

from shop import LookUp, Tell
from wfc import Step, Workflow

duplicate_step = Workflow(
    key="duplicate.step",
    version="1.0.0",
    steps=[
        Step(id="tell", operation=Tell, inputs=lambda: {"text": "hello"}),
        Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"}),
        Step(id="tell", operation=Tell, inputs=lambda: {"text": "good-bye"}),
    ],
)
