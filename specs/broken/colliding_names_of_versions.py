"""Both versions would be `shop_report_v1` on the platforms."""

from shop import Check
from wfc import Step, Workflow

report_1_0 = Workflow(
    key="shop.report",
    version="1.0.0",
    steps=[Step(id="check", operation=Check, inputs=lambda: {"sku": "lamp"})],
)

report_1_1 = Workflow(
    key="shop.report",
    version="1.1.0",
    steps=[Step(id="check", operation=Check, inputs=lambda: {"sku": "bulb"})],
)
