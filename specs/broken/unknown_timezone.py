"""Nobody has heard of this place."""

from shop import Check
from wfc import Cron, Step, Workflow

unknown_timezone = Workflow(
    key="unknown.timezone",
    version="1.0.0",
    steps=[Step(id="check", operation=Check, inputs=lambda: {"sku": "lamp"})],
    triggers=[Cron("0 6 * * *", timezone="Europe/Atlantis")],
)
