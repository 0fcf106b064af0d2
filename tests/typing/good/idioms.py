"""What authors write and an editor must leave alone, on top of all of specs/."""

from datetime import timedelta
from typing import Any

from acme.mail import send_email
from acme.models import Caller, Charge, PaymentRequest
from acme.payments import CardDeclined, charge, refund
from wfc import (
    FAIL,
    NEXT,
    SUCCEED,
    After,
    Approval,
    Call,
    Choice,
    Compensation,
    Cron,
    Defaults,
    Error,
    Escalate,
    Fail,
    ForEach,
    OnError,
    OnEvent,
    Operation,
    Otherwise,
    Parallel,
    Poll,
    Receive,
    Retry,
    Run,
    Sla,
    Step,
    Steps,
    Wait,
    When,
    Workflow,
)

ChargeCard = Operation("payments.charge", handler=charge, effect="write", idempotent="key", errors=[CardDeclined])
Refund = Operation("payments.refund", handler=refund, effect="write", timeout=timedelta(seconds=5))
Mail = Operation("mail.send", handler=send_email, effect="write")
Elsewhere = Operation("score", handler="acme.scoring:score", input=PaymentRequest, output=Charge, effect="read", errors=["Busy"])


def mail(id: str, template: str) -> Step:
    """A step-making function; its steps fit every workflow."""
    return Step(id=id, operation=Mail, inputs=lambda error: {"template": template, "why": error.message})


def is_big(input: PaymentRequest, steps: Steps) -> bool:
    """A `def` in place of a lambda."""
    return input.amount > 1000 and steps["score"].output.id != ""


def why(run: Run, error: Error) -> str:
    return f"{run.id}: {error.type}"


# A step that stands alone is not checked against a model it cannot know, and its output is known where it is named.
score = Step(id="score", operation=Elsewhere, inputs=lambda input: {"amount": input.amount * 2})
typed: Step[PaymentRequest, Caller, Charge] = Step(id="typed", operation=ChargeCard, inputs=lambda input: input)

payment = Workflow(
    "good.payment",
    "1.0.0",
    input=PaymentRequest,
    context=Caller,
    defaults=Defaults(retry=Retry(3), timeout="1h30m", on_failure="tell"),
    steps=[
        score,
        typed,
        Choice(
            id="size",
            transitions=[
                When(is_big, "big"),
                When(lambda ctx, input, steps: ctx.user_id == "vip" and input.amount > steps["score"].output.limit, NEXT),
                Otherwise("small"),
            ],
        ),
        Step(
            id="small",
            operation=ChargeCard,
            inputs=lambda ctx, input: {**input.model_dump(), "user": f"{ctx.user_id:>10}"},
            retry=[Retry(2, only=[CardDeclined]), Retry(5, "constant", timedelta(seconds=2), jitter="full")],
            on_success=[When(lambda output: output.id.startswith("ch_"), SUCCEED), Otherwise("big")],
            on_failure=[OnError(["Timeout", CardDeclined], "tell"), Otherwise(Fail("Unpaid", lambda error: error.message))],
            sla=Sla("1m", alert=Mail, in_flight=True, escalate=[Escalate("5m", Mail)]),
            compensation="give-back",
        ),
        Step(
            id="big",
            operation=ChargeCard,
            inputs=lambda run, ctx, input, steps, key: {"amount": input.amount, "key": key, "run": run.id},
            compensation=Compensation(
                Refund,
                lambda input, output: {"charge_id": output.id if output is not None else input.payment_method_id},
                when="attempted",
            ),
            on_failure=typed,
        ),
    ],
    handlers=[
        mail("tell", "failed"),
        Step(id="give-back", operation=Refund, inputs=lambda output: {"charge_id": output.id}),
        Step(id="last", operation=Mail, on_failure=Fail("Lost", why), on_success=FAIL),
    ],
    result=lambda input, steps: {
        "small": steps.get("small").output.id if steps.get("small") is not None else None,
        "score": steps[score].output.id.upper(),
        "amounts": [n for n in (1, 2, input.amount) if n > 1],
    },
    triggers=[Cron("0 3 * * *", "Europe/Berlin", input={"amount": 1}, overlap="skip", dst="target")],
)

without_models = Workflow(
    key="good.untyped",
    version="1.0.0",
    steps=[Step(id="a", operation=Mail, inputs=lambda ctx, input: {"to": ctx.anything, "data": input.whatever})],
)

later: Workflow[PaymentRequest, Any, Any] = Workflow(
    key="good.later",
    version="1.0.0",
    input=PaymentRequest,
    steps=[
        Parallel(id="both", branches={"a": [Step(id="a", operation=Mail)], "b": [Wait(id="b", duration="1h")]}),
        ForEach(
            id="each",
            items=lambda input: [input.amount],
            steps=[
                Step(id="c", operation=Mail, inputs=lambda ctx, input, item, index: {"to": item.name, "n": index + input.amount})
            ],
        ),
        Step(id="d", operation=ChargeCard, poll=Poll(lambda output: output.id != "", every="1s")),
        Wait(id="e", until=lambda input: input.payment_method_id),
        Approval(id="f", notify=Mail, timeout="1d", on_rejected=FAIL, remind=Escalate("1h", Mail)),
        Receive(id="g", event="paid", correlate=lambda input: input.payment_method_id, timeout="1d"),
        Call(id="h", workflow=payment, inputs=lambda input: input, context=lambda run: {"user_id": run.id}),
        Call(id="i", workflow="other.flow@1.0.0", on_success=NEXT),
    ],
    after_compensation=Step(id="undone", operation=Mail),
    triggers=[
        OnEvent("order.placed", "shop", where=lambda event: event.amount > 3, input=lambda event: {"amount": event.amount}),
        After("other.flow", outcome="any", input=lambda output, error: {"amount": output.amount if error is None else 0}),
    ],
)
