"""A step that undoes another one is no handler at the same time."""

from shop import Charge, Refund, Tell
from wfc import Step, Workflow

compensation_is_a_step = Workflow(
    key="compensation.is.a.step",
    version="1.0.0",
    steps=[
        Step(id="charge", operation=Charge, inputs=lambda: {"amount": 100}, compensation="refund"),
        Step(id="tell", operation=Tell, inputs=lambda: {"text": "charged"}, on_failure="refund"),
    ],
    handlers=[Step(id="refund", operation=Refund, inputs=lambda steps: {"charge_id": steps["charge"].output})],
)
