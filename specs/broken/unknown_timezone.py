"""Nobody has heard of this place."""

from shop import LookUp
from wfc import Cron, Step, Workflow

unknown_timezone = Workflow(
    key="unknown.timezone",
    version="1.0.0",
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"})],
    triggers=[Cron("0 6 * * *", timezone="Europe/Atlantis")],
)
