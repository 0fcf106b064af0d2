"""A cron expression has five fields, and no hour is the 25th."""

from shop import Check
from wfc import Cron, Step, Workflow

bad_cron = Workflow(
    key="bad.cron",
    version="1.0.0",
    steps=[Step(id="check", operation=Check, inputs=lambda: {"sku": "lamp"})],
    triggers=[Cron("0 25 * * *"), Cron("every morning")],
)
