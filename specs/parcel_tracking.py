"""A parcel is out of the house, and what becomes of it is what others report.

Shows: waiting for events by name and correlation: one that came before the step began to wait is kept, the first of
two comes first, somebody else's does not count, one that does not fit is a failure, and so is silence.
"""

from acme.tracking import (
    Dispatch,
    Handover,
    NoPickup,
    Scan,
    Unread,
    order_pickup,
    recall_parcel,
    search_depot,
    write_to_customer,
)
from wfc import Compensation, Fail, OnError, Operation, Otherwise, Receive, Step, When, Workflow

OrderPickup = Operation("carrier.pickup", handler=order_pickup, effect="write", idempotent="key", errors=[NoPickup])
Recall = Operation("carrier.recall", handler=recall_parcel, effect="write", idempotent="natural")
Write = Operation(
    "mail.customer",
    handler=write_to_customer,
    effect="write",
    idempotent="key",
    irreversible=True,
    errors=[Unread],
)
Search = Operation("carrier.search", handler=search_depot, effect="write", idempotent="key", irreversible=True)

parcel_tracking = Workflow(
    key="parcel.tracking",
    version="1.0.0",
    owners=["team-parcels"],
    input=Dispatch,
    steps=[
        Step(
            id="pickup",
            operation=OrderPickup,
            inputs=lambda input: {"parcel": input.parcel},
            timeout="1m",
            compensation=Compensation(
                Recall,
                inputs=lambda input, error: {"parcel": input.parcel, "why": error.type},
                when="attempted",
            ),
        ),
        Receive(
            id="first-scan",
            event="parcel.scanned",
            correlate=lambda input: input.parcel,
            payload=Scan,
            timeout="2d",
        ),
        Receive(
            id="second-scan",
            event="parcel.scanned",
            correlate=lambda input: input.parcel,
            payload=Scan,
            timeout="4d",
            on_failure=[OnError(["Timeout"], "search")],
        ),
        Receive(
            id="handover",
            event="parcel.handed-over",
            correlate=lambda steps: steps["pickup"].output,
            payload=Handover,
            timeout="3d",
            on_success=[
                When(lambda output: output.result == "delivered", "thank"),
                Otherwise(Fail("Refused", lambda output: output.taken_by)),
            ],
        ),
        Step(
            id="thank",
            operation=Write,
            inputs=lambda input, steps: {
                "customer": input.customer,
                "text": f"{steps['handover'].output.taken_by} has it",
            },
            timeout="10s",
        ),
    ],
    handlers=[
        Step(
            id="search",
            operation=Search,
            inputs=lambda input, steps: {
                "parcel": input.parcel,
                "last_seen": steps["first-scan"].output.depot,
            },
            timeout="10s",
        ),
    ],
    result=lambda steps: {
        "way": [steps["first-scan"].output.depot, steps["second-scan"].output.depot],
        "taken_by": steps["handover"].output.taken_by,
    },
)
