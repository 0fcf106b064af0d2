"""There is no 30 February."""

from shop import Check
from wfc import Cron, Step, Workflow

impossible_cron = Workflow(
    key="impossible.cron",
    version="1.0.0",
    steps=[Step(id="check", operation=Check, inputs=lambda: {"sku": "lamp"})],
    triggers=[Cron("0 0 30 2 *")],
)
