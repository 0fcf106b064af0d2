"""What can be said in a lambda.

Shows: comprehensions, f-strings, arithmetic, built-in functions, methods of strings and dicts, conditional
expressions, optional fields, defaults, nested models, module constants and a model of the operation built in place.
"""

from acme.billing import InvoiceRequest, Page, file, price, render
from wfc import Operation, Step, Workflow

Price = Operation("billing.price", handler=price, effect="read")
Render = Operation("billing.render", handler=render, effect="read")
File = Operation("billing.file", handler=file, effect="write", idempotent="key", irreversible=True)

VAT_PERCENT = {"DE": 19, "FR": 20, "LU": 17}
STANDARD_SHIPPING = 490
LINES_PER_SHEET = 20

invoice = Workflow(
    key="invoice",
    version="1.0.0",
    owners=["team-billing"],
    input=InvoiceRequest,
    steps=[
        Step(
            id="price",
            operation=Price,
            inputs=lambda input: {
                "net": [line.quantity * line.unit_price * (100 - line.discount_percent) // 100 for line in input.lines],
                "shipping": input.shipping if input.shipping is not None else STANDARD_SHIPPING,
                "credit": input.credits.get("welcome", 0) + input.credits.get("loyalty", 0),
                "vat_percent": 0
                if input.customer.vat_id is not None
                else VAT_PERCENT[input.customer.country],  # wfc: allow[may-raise] a scenario shows it
            },
            timeout="10s",
        ),
        Step(
            id="render",
            operation=Render,
            inputs=lambda input, steps: Page(
                title=f"{input.customer.name.strip().upper()} {input.number:06d}",
                lines=[
                    f"{line.quantity} x {line.description if line.description else line.sku.lower()}"
                    for line in input.lines
                    if line.quantity > 0
                ],
                total=f"{steps['price'].output.gross / 100:.2f} {input.currency}",
                address=", ".join(
                    [input.customer.address.street, input.customer.address.postcode, input.customer.address.city]
                ),
                area=input.customer.address.postcode.split("-")[0],
                reverse_charge=steps["price"].output.vat == 0 and input.customer.vat_id is not None,
                express=any("express" in line.tags for line in input.lines),
            ),
            timeout="10s",
        ),
        Step(
            id="file",
            operation=File,
            inputs=lambda input, steps: {
                "shelf": (input.number % 4) ** 2,
                "sheets": -(-len(input.lines) // LINES_PER_SHEET),  # rounded up
                "label": input.customer.name.replace(" ", "-") + "/" + str(input.number),
                "skus": sorted(line.sku for line in input.lines),
                "quantities": {line.sku: line.quantity for line in input.lines if line.discount_percent < 100},
                "price_range": [
                    min(line.unit_price for line in input.lines),  # wfc: allow[may-raise] a scenario shows it
                    max(line.unit_price for line in input.lines),  # wfc: allow[may-raise] a scenario shows it
                ],
                "mean_price": round(
                    sum(line.unit_price for line in input.lines) / len(input.lines),  # wfc: allow[may-raise] shown
                    2,
                ),
                "balance": abs(steps["price"].output.gross - input.paid),
            },
            timeout="10s",
        ),
    ],
    result=lambda input, steps: {
        **steps["price"].output.model_dump(),
        "link": steps["render"].output,
        "settled": all([input.paid > 0, input.paid >= steps["price"].output.gross]),
        "bulk": any(10 <= line.quantity < 1000 for line in input.lines),
        "credits": sorted(input.credits.keys()),
        "domestic": input.customer.country in ["DE", "AT"] and not input.customer.address.postcode.startswith("F-"),
    },
)
