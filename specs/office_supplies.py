"""Somebody wishes for a chair, and the team lead is busy.

Shows: a reminder, sent once while the question is open; what follows when nobody answers even then; an answer without a
name.
"""

from acme.supplies import SoldOut, Wish, ask_lead, nudge, place_order, tell
from wfc import FAIL, NEXT, Approval, Escalate, OnError, Operation, Step, Workflow

AskLead = Operation("office.ask", handler=ask_lead, effect="write", idempotent="key", irreversible=True, timeout="30s")
Nudge = Operation("office.nudge", handler=nudge, effect="write", idempotent="natural", irreversible=True, timeout="30s")
PlaceOrder = Operation(
    "office.order",
    handler=place_order,
    effect="write",
    idempotent="key",
    irreversible=True,
    errors=[SoldOut],
    timeout="1m",
)
Tell = Operation("office.tell", handler=tell, effect="write", idempotent="key", irreversible=True, timeout="30s")

office_supplies = Workflow(
    key="office.supplies",
    version="1.0.0",
    owners=["team-office"],
    input=Wish,
    steps=[
        Approval(
            id="lead",
            notify=AskLead,
            inputs=lambda input: {"who": input.who, "text": f"{input.article} for {input.price}?"},
            timeout="5d",
            remind=Escalate("2d", Nudge),
            on_rejected="tell",
            on_timeout="tell",
        ),
        Step(
            id="order",
            operation=PlaceOrder,
            inputs=lambda input, steps: {
                "article": input.article,
                "price": input.price,
                "approved_by": steps["lead"].output.by,
            },
            on_success=NEXT,
            on_failure=[OnError([SoldOut], "tell-sold-out")],
        ),
        Step(
            id="tell",
            operation=Tell,
            inputs=lambda input, steps: {"who": input.who, "text": f"{input.article}: {steps['lead'].output.decision}"},
        ),
    ],
    handlers=[
        Step(
            id="tell-sold-out",
            operation=Tell,
            inputs=lambda input: {"who": input.who, "text": f"{input.article}: sold out"},
            on_success=FAIL,
        ),
    ],
    result=lambda steps: steps.get("order").output.id if steps.get("order") is not None else None,
)
