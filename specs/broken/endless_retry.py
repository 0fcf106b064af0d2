"""The last of these delays is longer than 17 billion years: nothing caps it."""

from shop import Check
from wfc import Retry, Step, Workflow

endless_retry = Workflow(
    key="endless.retry",
    version="1.0.0",
    steps=[
        Step(id="check", operation=Check, inputs=lambda: {"sku": "lamp"}, retry=Retry(max_attempts=60, initial="1s"))
    ],
)
