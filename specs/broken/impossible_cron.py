"""There is no 30 February."""

from shop import LookUp
from wfc import Cron, Step, Workflow

impossible_cron = Workflow(
    key="impossible.cron",
    version="1.0.0",
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"})],
    triggers=[Cron("0 0 30 2 *")],
)
