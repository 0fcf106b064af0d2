"""A compensation leads nowhere: after it the next compensation runs."""

from shop import Charge, Refund, Tell
from wfc import SUCCEED, Step, Workflow

compensation_is_a_step_with_edges = Workflow(
    key="compensation.is.a.step.with.edges",
    version="1.0.0",
    steps=[
        Step(id="charge", operation=Charge, inputs=lambda: {"amount": 100}, compensation="refund"),
        Step(id="tell", operation=Tell, inputs=lambda: {"text": "charged"}),
    ],
    handlers=[
        Step(id="refund", operation=Refund, inputs=lambda output: {"charge_id": output}, on_success=SUCCEED),
    ],
)
