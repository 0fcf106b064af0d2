"""The promise is shorter than what the retries and timeouts allow."""

from shop import Check
from wfc import Retry, Sla, Step, Workflow

sla_below_worst_case = Workflow(
    key="sla.below.worst.case",
    version="1.0.0",
    steps=[
        Step(
            id="check",
            operation=Check,
            inputs=lambda: {"sku": "lamp"},
            retry=Retry(max_attempts=3),
            timeout="10s",
            sla=Sla(max_duration="20s"),
        ),
        Step(id="check-again", operation=Check, inputs=lambda: {"sku": "lamp"}, timeout="10s"),
    ],
    sla=Sla(max_duration="30s"),
)
