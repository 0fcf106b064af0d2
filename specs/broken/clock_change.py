"""Half past two happens twice on one Sunday of the year and never on another."""

from shop import Check
from wfc import Cron, Step, Workflow

clock_change = Workflow(
    key="clock.change",
    version="1.0.0",
    steps=[Step(id="check", operation=Check, inputs=lambda: {"sku": "lamp"})],
    triggers=[Cron("30 2 * * *", timezone="Europe/Berlin")],
)
