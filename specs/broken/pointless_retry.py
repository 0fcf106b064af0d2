"""What failed because the data do not fit will not fit at the next attempt."""

from shop import Check
from wfc import Retry, Step, Workflow

pointless_retry = Workflow(
    key="pointless.retry",
    version="1.0.0",
    steps=[
        Step(
            id="check",
            operation=Check,
            inputs=lambda: {"sku": "lamp"},
            retry=Retry(max_attempts=3, only=["InvalidOutput", "ExpressionError"]),
        )
    ],
)
