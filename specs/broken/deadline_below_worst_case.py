"""Usually there is stock at once. But somebody may take two days to count it, and the deadline does not wait for that."""

from shop import Basket, LookUp
from wfc import Approval, Poll, Step, Workflow

deadline_below_worst_case = Workflow(
    key="deadline.below.worst.case",
    version="1.0.0",
    input=Basket,
    steps=[
        Step(
            id="look",
            operation=LookUp,
            inputs=lambda input: {"sku": input.sku},
            timeout="10s",
            poll=Poll(until=lambda output: output.pieces > 0, every="1m", timeout="1h"),
        ),
        Approval(
            id="count",
            notify=LookUp,
            inputs=lambda input: {"sku": input.sku},
            timeout="2d",
        ),
    ],
    deadline="1d",
)
