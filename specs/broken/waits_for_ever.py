"""The run promises to end within a week, and waits for a buyer who may never pay."""

from shop import Basket
from wfc import Receive, Sla, Workflow

waits_for_ever = Workflow(
    key="waits.for.ever",
    version="1.0.0",
    input=Basket,
    steps=[Receive(id="paid", event="basket.paid", correlate=lambda input: input.sku)],
    sla=Sla("7d"),
)
