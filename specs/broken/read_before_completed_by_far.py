"""A step reads the output of one that runs after it."""

from shop import LookUp, Tell
from wfc import Step, Workflow

read_before_completed_by_far = Workflow(
    key="read.before.completed.by.far",
    version="1.0.0",
    steps=[
        Step(id="tell", operation=Tell, inputs=lambda steps: {"text": steps["look-up"].output.shelf}),
        Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"}),
    ],
)
