"""A handler that nobody names."""

from shop import LookUp, Tell
from wfc import Step, Workflow

unreachable_step_in_handlers = Workflow(
    key="unreachable.step.in.handlers",
    version="1.0.0",
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"})],
    handlers=[Step(id="tell-admin", operation=Tell, inputs=lambda: {"text": "sorry"})],
)
