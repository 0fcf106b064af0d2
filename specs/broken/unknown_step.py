"""A transition to a step that does not exist: a slip of the pen."""

from shop import LookUp, Tell
from wfc import Step, Workflow

unknown_step = Workflow(
    key="unknown.step",
    version="1.0.0",
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"}, on_failure="tell-buyr")],
    handlers=[Step(id="tell-buyer", operation=Tell, inputs=lambda: {"text": "sorry"})],
)
