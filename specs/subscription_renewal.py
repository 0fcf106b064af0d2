"""Two versions of one workflow, side by side.

Shows: runs that began on version 1 go on with its definition while new ones take version 2, which charges before it
extends and knows trials. They share their operations and even a step.
"""

from dataclasses import replace

from acme.mail import send_email
from acme.models import Caller
from acme.payments import CardDeclined, charge, refund
from acme.subscriptions import Renewal, RenewalWithTrial, SubscriptionCancelled, extend, shorten
from wfc import SUCCEED, Choice, Compensation, Operation, Otherwise, Retry, Step, When, Workflow

Extend = Operation(
    "subscriptions.extend", handler=extend, effect="write", idempotent="key", errors=[SubscriptionCancelled]
)
Shorten = Operation("subscriptions.shorten", handler=shorten, effect="write", idempotent="natural")
Charge = Operation("subscriptions.charge", handler=charge, effect="write", idempotent="key", errors=[CardDeclined])
Refund = Operation("payments.refund", handler=refund, effect="write", idempotent="key")
SendEmail = Operation("mail.send", handler=send_email, effect="write", idempotent="key", irreversible=True)

charge_step = Step(
    id="charge",
    operation=Charge,
    inputs=lambda input: {"amount": input.price, "payment_method_id": input.payment_method_id},
    retry=Retry(max_attempts=2, never=[CardDeclined]),
    timeout="20s",
    compensation=Compensation(Refund, inputs=lambda output: {"charge_id": output.id}),
)

subscription_renewal_v1 = Workflow(
    key="subscription.renewal",
    version="1.4.2",
    owners=["team-subscriptions"],
    input=Renewal,
    steps=[
        Step(
            id="extend",
            operation=Extend,
            inputs=lambda input: {"subscription": input.subscription},
            timeout="10s",
            compensation=Compensation(
                Shorten, inputs=lambda input, output: {"subscription": input.subscription, "until": output.until}
            ),
        ),
        charge_step,
    ],
    result=lambda steps: {"until": steps["extend"].output.until},
)

subscription_renewal_v2 = Workflow(
    key="subscription.renewal",
    version="2.0.0",
    owners=["team-subscriptions"],
    input=RenewalWithTrial,
    context=Caller,
    steps=[
        Choice(id="in-trial", transitions=[When(lambda input: input.trial, "extend"), Otherwise("charge")]),
        replace(charge_step, on_success="extend"),  # must be said where the choice leads there too
        Step(
            id="extend",
            operation=Extend,
            inputs=lambda input: {"subscription": input.subscription},
            timeout="10s",
            on_success="tell-customer",
        ),
        Step(
            id="tell-customer",
            operation=SendEmail,
            inputs=lambda ctx, input, steps: {
                "to": ctx.user_email,
                "template": "trial-extended" if input.trial else "renewed",
                "data": {"until": steps["extend"].output.until},
            },
            timeout="10s",
            on_failure=SUCCEED,
        ),
    ],
    result=lambda steps: {
        "until": steps["extend"].output.until,
        "charge": steps.get("charge").output.id if steps.get("charge") is not None else None,
    },
)
