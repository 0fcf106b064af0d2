"""When the data, not the world, is at fault.

Shows: `ExpressionError` and `InvalidInput` of a step, which an edge may handle; `InvalidOutput` of a handler, which
is not retried; an error in a condition, which no edge handles; an error in the result, after which everything is
undone, or not, where the inputs of a compensation fail too; and a `Fail` whose message cannot be made.
"""

from acme.parcels import (
    Label,
    Parcel,
    PrinterJam,
    ask_customer,
    buy_postage,
    print_label,
    route,
    shred_label,
    void_postage,
)
from wfc import Compensation, Fail, OnError, Operation, Otherwise, Retry, Step, When, Workflow

Route = Operation("parcels.route", handler=route, effect="read")
BuyPostage = Operation("parcels.buy", handler=buy_postage, effect="write", idempotent="key")
VoidPostage = Operation("parcels.void", handler=void_postage, effect="write", idempotent="natural")
PrintLabel = Operation("parcels.print", handler=print_label, effect="write", idempotent="natural", errors=[PrinterJam])
ShredLabel = Operation("parcels.shred", handler=shred_label, effect="write", idempotent="natural")
AskCustomer = Operation("parcels.ask", handler=ask_customer, effect="write", idempotent="key", irreversible=True)

parcel_label = Workflow(
    key="parcel.label",
    version="1.0.0",
    owners=["team-shipping"],
    input=Parcel,
    output=Label,
    steps=[
        Step(
            id="route",
            operation=Route,
            inputs=lambda input: {"street": input.address[0], "country": input.address[-1]},
            retry=Retry(max_attempts=3),
            timeout="10s",
            on_failure=[OnError(["ExpressionError", "InvalidInput"], "ask-customer")],
        ),
        Step(
            id="buy-postage",
            operation=BuyPostage,
            inputs=lambda input, steps: {"depot": steps["route"].output, "grams": input.grams},
            retry=Retry(max_attempts=3, backoff="constant", initial="1s"),
            timeout="10s",
            compensation=Compensation(
                VoidPostage,
                inputs=lambda output, error: {
                    "stamp": output.stamp,
                    "reason": f"{error.type} in {error.step if error.step is not None else 'the result'}",
                },
            ),
            on_success=[
                When(
                    lambda input, steps: (
                        steps["buy-postage"].output.prices[input.service] > 5000  # wfc: allow[may-raise] shown
                    ),
                    Fail("TooDear", lambda input, steps: f"{steps['buy-postage'].output.prices[input.service]} cents"),
                ),
                Otherwise("print-label"),
            ],
            on_failure="ask-customer",  # is not asked when the condition above fails
        ),
        Step(
            id="print-label",
            operation=PrintLabel,
            inputs=lambda input, steps: {"stamp": steps["buy-postage"].output.stamp, "express": input.service > 0},
            retry=Retry(max_attempts=2, backoff="constant", initial="2s", only=[PrinterJam]),
            timeout="10s",
            compensation=Compensation(
                ShredLabel,
                inputs=lambda output: {"link": output.links[0]},  # wfc: allow[may-raise] a scenario shows it
            ),
        ),
    ],
    handlers=[
        Step(
            id="ask-customer",
            operation=AskCustomer,
            inputs=lambda error: {"problem": error.type},
            timeout="10s",
            on_success=Fail("AddressUnusable", lambda input: f"cannot deliver to {input.address[1]}"),
        ),
    ],
    result=lambda input, steps: {
        "link": steps["print-label"].output.links[0],  # wfc: allow[may-raise] a scenario shows it
        "cents": steps["buy-postage"].output.prices[input.service],  # wfc: allow[may-raise] a scenario shows it
    },
)
