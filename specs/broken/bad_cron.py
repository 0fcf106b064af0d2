"""A cron expression has five fields, and no hour is the 25th."""

from shop import LookUp
from wfc import Cron, Step, Workflow

bad_cron = Workflow(
    key="bad.cron",
    version="1.0.0",
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"})],
    triggers=[Cron("0 25 * * *"), Cron("every morning")],
)
