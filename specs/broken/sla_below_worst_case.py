"""The promise is shorter than what the retries and timeouts allow."""

from shop import LookUp
from wfc import Retry, Sla, Step, Workflow

sla_below_worst_case = Workflow(
    key="sla.below.worst.case",
    version="1.0.0",
    steps=[
        Step(
            id="look-up",
            operation=LookUp,
            inputs=lambda: {"sku": "lamp"},
            retry=Retry(max_attempts=3),
            timeout="10s",
            sla=Sla(max_duration="20s"),
        ),
        Step(id="count", operation=LookUp, inputs=lambda: {"sku": "lamp"}, timeout="10s"),
    ],
    sla=Sla(max_duration="30s"),
)
