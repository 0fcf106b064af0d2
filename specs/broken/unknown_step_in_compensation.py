"""A compensation that names a step which is not among the handlers."""

from shop import Charge, Refund, Tell
from wfc import Step, Workflow

unknown_step_in_compensation = Workflow(
    key="unknown.step.in.compensation",
    version="1.0.0",
    steps=[
        Step(id="charge", operation=Charge, inputs=lambda: {"amount": 100}, compensation="refund"),
        Step(id="tell", operation=Tell, inputs=lambda: {"text": "charged"}),
    ],
    handlers=[Step(id="give-back", operation=Refund, inputs=lambda output: {"charge_id": output})],
)
