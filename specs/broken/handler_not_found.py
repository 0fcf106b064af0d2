"""The module exists, the function does not."""

from wfc import Operation, Step, Workflow

Count = Operation("shop.count", handler="shop:count", effect="read")

handler_not_found = Workflow(
    key="handler.not.found", version="1.0.0", steps=[Step(id="count", operation=Count, inputs=lambda: {"sku": "lamp"})]
)
