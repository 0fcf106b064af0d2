"""Two keys that become one name (`shop_report_v1`) on the platforms."""

from shop import LookUp
from wfc import Step, Workflow

report = Workflow(
    key="shop.report",
    version="1.0.0",
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"})],
)

other_report = Workflow(
    key="shop-report",
    version="1.0.0",
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"})],
)
