"""A lambda reads the output of a step that does not exist."""

from shop import LookUp, Tell
from wfc import Step, Workflow

unknown_step_output = Workflow(
    key="unknown.step.output",
    version="1.0.0",
    steps=[
        Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"}),
        Step(id="tell", operation=Tell, inputs=lambda steps: {"text": steps["lookup"].output.shelf}),
    ],
)
