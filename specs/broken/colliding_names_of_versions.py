"""Both versions would be `shop_report_v1` on the platforms."""

from shop import LookUp
from wfc import Step, Workflow

report_1_0 = Workflow(
    key="shop.report",
    version="1.0.0",
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"})],
)

report_1_1 = Workflow(
    key="shop.report",
    version="1.1.0",
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "bulb"})],
)
