"""What a schedule starts a run with has to fit the workflow's input too."""

from shop import Basket, Check
from wfc import Cron, Step, Workflow

trigger_input = Workflow(
    key="trigger.input",
    version="1.0.0",
    input=Basket,
    steps=[Step(id="check", operation=Check, inputs=lambda input: {"sku": input.sku})],
    triggers=[Cron("0 6 * * *", input={"sku": "lamp", "price": "cheap"})],
)
