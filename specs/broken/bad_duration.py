"""A bare number has no unit, and there is no unit `sec`."""

from datetime import timedelta

from shop import LookUp
from wfc import Retry, Step, Workflow

bad_duration = Workflow(
    key="bad.duration",
    version="1.0.0",
    steps=[
        Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"}, timeout=30),
        Step(id="count", operation=LookUp, inputs=lambda: {"sku": "lamp"}, timeout="30 sec"),
        Step(
            id="recount",
            operation=LookUp,
            inputs=lambda: {"sku": "lamp"},
            retry=Retry(max_attempts=2, initial=timedelta(seconds=-1)),
        ),
    ],
)
