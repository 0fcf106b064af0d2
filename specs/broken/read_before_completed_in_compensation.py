"""A compensation sees what its own step saw, not what came after it."""

from shop import Charge, LookUp, Refund, Tell
from wfc import Compensation, Step, Workflow

read_before_completed_in_compensation = Workflow(
    key="read.before.completed.in.compensation",
    version="1.0.0",
    steps=[
        Step(
            id="charge",
            operation=Charge,
            inputs=lambda: {"amount": 100},
            compensation=Compensation(Refund, inputs=lambda steps: {"charge_id": steps["look-up"].output.shelf}),
        ),
        Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"}),
        Step(id="tell", operation=Tell, inputs=lambda: {"text": "done"}),
    ],
)
