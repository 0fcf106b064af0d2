"""Failures told apart by type.

Shows: `OnError` with a class, which stands for the subclasses that the operation declares too, with names, and
`Otherwise`; a step whose list matches not everything; handlers that end the run well, badly, and under a name of
their own.
"""

from acme.mail import send_email
from acme.models import Caller, PaymentRequest
from acme.payments import CardDeclined, GatewayTimeout, InsufficientFunds, authorise, charge
from wfc import SUCCEED, Fail, OnError, Operation, Otherwise, Retry, Step, Workflow

Authorise = Operation(
    "cards.authorise",
    handler=authorise,
    effect="write",
    idempotent="key",
    irreversible=True,  # lapses by itself
    errors=[CardDeclined, InsufficientFunds, GatewayTimeout],
)
Charge = Operation(
    "cards.charge",
    handler=charge,
    effect="write",
    idempotent="key",
    irreversible=True,
    errors=[CardDeclined, InsufficientFunds, GatewayTimeout],
)
SendEmail = Operation("mail.send", handler=send_email, effect="write", idempotent="key", irreversible=True)

card_payment = Workflow(
    key="card.payment",
    version="2.3.1",
    owners=["team-payments"],
    input=PaymentRequest,
    context=Caller,
    steps=[
        Step(
            id="authorise",
            operation=Authorise,
            inputs=lambda input: {"payment_method_id": input.payment_method_id, "amount": input.amount},
            timeout="10s",
            on_failure=[OnError([CardDeclined], "ask-for-other-card")],  # InsufficientFunds is declared: it too
        ),
        Step(
            id="charge",
            operation=Charge,
            inputs=lambda input: {"payment_method_id": input.payment_method_id, "amount": input.amount},
            retry=Retry(max_attempts=2, only=[GatewayTimeout]),
            timeout="10s",
            on_failure=[
                OnError([InsufficientFunds], "offer-instalments"),
                OnError([CardDeclined], "ask-for-other-card"),
                OnError(["GatewayTimeout", "Timeout"], "promise-later"),
                Otherwise("tell-fraud-desk"),
            ],
        ),
    ],
    handlers=[
        Step(
            id="offer-instalments",
            operation=SendEmail,
            inputs=lambda ctx, input: {
                "to": ctx.user_email,
                "template": "instalments",
                "data": {"rates": 3, "each": (input.amount + 2) // 3},
            },
            timeout="10s",
            on_success=SUCCEED,
        ),
        Step(
            id="ask-for-other-card",
            operation=SendEmail,
            inputs=lambda ctx, error: {
                "to": ctx.user_email,
                "template": "other-card",
                "data": {"why": error.message, "at": error.step},
            },
            timeout="10s",
        ),
        Step(
            id="promise-later",
            operation=SendEmail,
            inputs=lambda ctx: {"to": ctx.user_email, "template": "later", "data": {}},
            timeout="10s",
            on_success=SUCCEED,
        ),
        Step(
            id="tell-fraud-desk",
            operation=SendEmail,
            inputs=lambda ctx, error: {
                "to": "fraud@acme.example",
                "template": "review",
                "data": {"user": ctx.user_id, "why": error.type},
            },
            timeout="10s",
            on_success=Fail("UnderReview", lambda error: f"{error.type}: {error.message}"),
        ),
    ],
    result=lambda steps: {"charged": steps.get("charge") is not None},
)
