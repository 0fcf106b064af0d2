"""A step reads the output of one that runs after it."""

from shop import LookUp, Tell
from wfc import Step, Workflow

reads_later_step = Workflow(
    key="reads.later.step",
    version="1.0.0",
    steps=[
        Step(id="tell", operation=Tell, inputs=lambda steps: {"text": steps["look-up"].output.shelf}),
        Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"}),
    ],
)
