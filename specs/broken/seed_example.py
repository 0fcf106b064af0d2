"""The example of the first design, in Python, as printed there: three of the steps it names do not exist.

`notify-user`, `refund-payment` and `notify-admin` are all reported in one run.
"""

from seed import ChargePayment, PaymentRequest, SendEmail, User, ValidatePaymentMethod
from wfc import Retry, Sla, Step, Workflow

payment_flow = Workflow(
    key="payment.flow",
    version="1.0.0",
    description="End-to-end payment processing",
    owners=["team-payments"],
    tags=["payments"],
    stability="stable",
    input=PaymentRequest,
    context=User,
    steps=[
        Step(
            id="validate-payment",
            operation=ValidatePaymentMethod,
            inputs=lambda ctx, input: {"user_id": ctx.user_id, "payment_method_id": input.payment_method_id},
            retry=Retry(max_attempts=3, backoff="exponential"),
            on_success="charge-payment",
            on_failure="notify-user",
        ),
        Step(
            id="charge-payment",
            operation=ChargePayment,
            inputs=lambda input: {"amount": input.amount, "payment_method_id": input.payment_method_id},
            compensation="refund-payment",
            on_success="send-receipt",
            on_failure="notify-admin",
        ),
        Step(
            id="send-receipt",
            operation=SendEmail,
            inputs=lambda ctx, steps: {
                "to": ctx.user_email,
                "template": "payment-receipt",
                "data": steps["charge-payment"].output,
            },
        ),
    ],
    sla=Sla(max_duration="30s", alert_on_breach=True),
)
