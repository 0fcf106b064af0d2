"""Two keys that become one name (`shop_report_v1`) on the platforms."""

from shop import Check
from wfc import Step, Workflow

report = Workflow(
    key="shop.report",
    version="1.0.0",
    steps=[Step(id="check", operation=Check, inputs=lambda: {"sku": "lamp"})],
)

other_report = Workflow(
    key="shop-report",
    version="1.0.0",
    steps=[Step(id="check", operation=Check, inputs=lambda: {"sku": "lamp"})],
)
