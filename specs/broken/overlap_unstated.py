"""The schedule starts a run every minute, a run may take five: may they overlap?"""

from shop import Check
from wfc import Cron, Step, Workflow

overlap_unstated = Workflow(
    key="overlap.unstated",
    version="1.0.0",
    steps=[Step(id="check", operation=Check, inputs=lambda: {"sku": "lamp"}, timeout="5m")],
    triggers=[Cron("* * * * *")],
)
