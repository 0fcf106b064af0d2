"""Every kind of step besides `Step` and `Choice`, at its place and nested: an editor leaves all of it alone."""

from datetime import timedelta

from acme.mail import send_email
from acme.models import Caller, Charge, PaymentRequest
from acme.payments import charge, refund
from pydantic import BaseModel
from wfc import (
    FAIL,
    NEXT,
    SUCCEED,
    Approval,
    Call,
    Choice,
    Compensation,
    Decision,
    Escalate,
    Fail,
    ForEach,
    OnError,
    Operation,
    Otherwise,
    Parallel,
    Poll,
    Receive,
    Retry,
    Sla,
    Step,
    Steps,
    Wait,
    When,
    Workflow,
)


class Line(BaseModel):
    sku: str
    pieces: int


class Order(BaseModel):
    id: str
    lines: list[Line]
    delay: int = 0


class Verdict(BaseModel):
    limit: int


ChargeCard = Operation("payments.charge", handler=charge, effect="write", idempotent="key")
Refund = Operation("payments.refund", handler=refund, effect="write", idempotent="key")
Mail = Operation("mail.send", handler=send_email, effect="write", irreversible=True)


def reserve(line: Line, place: int) -> int:
    return line.pieces + place


Reserve = Operation("stock.reserve", handler=reserve, effect="write", idempotent="natural")

pay: Workflow[PaymentRequest, Caller, Charge] = Workflow(
    key="kinds.pay",
    version="1.0.0",
    input=PaymentRequest,
    context=Caller,
    output=Charge,
    steps=[Step(id="charge", operation=ChargeCard, inputs=lambda input: input)],
)

review = Approval(
    id="review",
    notify=Mail,
    inputs=lambda ctx, input: {"to": ctx.user_email, "template": "review", "data": {"order": input.id}},
    form=Verdict,
    timeout="2d",
    remind=Escalate("1d", Mail),
    on_approved=NEXT,
    on_rejected=Fail("TooRisky", lambda output: output.comment or "no reason"),
    on_timeout="ask-again",
)
arrived = Receive(
    id="arrived",
    event="parcel.delivered",
    correlate=lambda input: input.id,
    payload=Verdict,
    timeout="30d",
    on_failure=[OnError(["Timeout"], FAIL)],
)
paid = Call(
    id="paid",
    workflow=pay,
    inputs=lambda input: {"amount": len(input.lines), "payment_method_id": input.id},
    context=lambda ctx: {**ctx.model_dump()},
    timeout="1h",
    compensation=Compensation(Refund, lambda output: {"charge_id": output.id}),
    on_success=[When(lambda output: output.id.startswith("ch_"), NEXT), Otherwise(FAIL)],
)
pause = Wait(id="pause", duration=lambda input: input.delay * 60)
lines = ForEach(
    id="lines",
    items=lambda input: input.lines,
    max_concurrency=4,
    steps=[
        Choice(id="any", transitions=[When(lambda item: item.pieces > 0, "reserve"), Otherwise(SUCCEED)]),
        Step(
            id="reserve",
            operation=Reserve,
            inputs=lambda item, index: {"line": item, "place": index + 1},
            compensation=Compensation(Mail, lambda item, key: {"to": item.sku, "template": key}),
        ),
        ForEach(
            id="pieces",
            items=lambda item: list(range(item.pieces)),
            steps=[Step(id="piece", operation=Reserve, inputs=lambda input, item, index: {"line": input.lines[item], "place": index - 1})],
            on_failure=pause,
        ),
    ],
)


def worth_it(steps: Steps, output: Decision[Verdict]) -> bool:
    """A `def` in place of a condition."""
    return output.decision == "approved" and output.data.limit > 10 and steps[paid].output.id != ""


order = Workflow(
    key="kinds.order",
    version="1.0.0",
    input=Order,
    context=Caller,
    deadline=timedelta(days=60),
    sla=Sla("30d", in_flight=True, escalate=[Escalate("31d", Mail), Escalate("40d", Mail)]),
    after_compensation=Step(id="undone", operation=Mail, inputs=lambda ctx, error: {"to": ctx.user_email, "template": error.type}),
    steps=[
        Parallel(
            id="both",
            branches={
                "stock": [lines],
                "money": [paid, Wait(id="settle", duration="1h")],
                "ask": [review, Wait(id="sleep", until="2026-12-24T18:00:00Z")],
            },
            on_failure=[OnError(["Rejected"], "ask-again"), Otherwise(FAIL)],
        ),
        pause,
        Wait(id="until", until=lambda run: run.started_at),
        arrived,
        Step(
            id="poll",
            operation=ChargeCard,
            inputs=lambda input: {"amount": 1, "payment_method_id": input.id},
            poll=Poll(until=lambda steps, output: output.id == "ok" or steps[arrived].output.limit > 3, every="5s", max_polls=3),
            retry=Retry(2),
        ),
        Call(id="other", workflow="other.flow@1.0.0", inputs=lambda input: input),
        Choice(
            id="end",
            transitions=[
                When(lambda steps: steps[review].output.data.limit > 3 and steps[review].output.by is not None, lines),
                When(lambda steps: steps[arrived].output.limit > steps[paid].output.id.count("c"), review),
                When(lambda steps: len(steps[lines].output) > 1 and steps["both"].output["stock"] != [], SUCCEED),
                Otherwise(paid),
            ],
        ),
    ],
    handlers=[
        Approval(
            id="ask-again",
            notify=Mail,
            on_success=[When(worth_it, SUCCEED), Otherwise(FAIL)],
            on_rejected=FAIL,
        ),
    ],
    result=lambda steps: {"paid": steps[paid].output.id},
)
