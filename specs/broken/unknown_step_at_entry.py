"""The run is to begin at a step that does not exist."""

from shop import LookUp
from wfc import Step, Workflow

unknown_step_at_entry = Workflow(
    key="unknown.step.at.entry",
    version="1.0.0",
    entry="lookup",
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"})],
)
