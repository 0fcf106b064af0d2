"""End-to-end payment processing."""

from acme.mail import send_email  # plain functions, no wfc inside
from acme.models import Caller, PaymentRequest, Receipt
from acme.payments import CardDeclined, GatewayTimeout, charge, refund, validate_payment_method
from wfc import SUCCEED, Compensation, Cron, Operation, Retry, Sla, Step, Workflow

ValidatePaymentMethod = Operation("payments.validate", handler=validate_payment_method, effect="read")
ChargePayment = Operation(
    "payments.charge", handler=charge, effect="write", idempotent="key", errors=[CardDeclined, GatewayTimeout]
)
RefundPayment = Operation("payments.refund", handler=refund, effect="write", idempotent="key")
SendEmail = Operation("mail.send", handler=send_email, effect="write", idempotent="key", irreversible=True)

payment_flow = Workflow(
    key="payment.flow",
    version="1.0.0",
    description="End-to-end payment processing",
    owners=["team-payments"],
    tags=["payments"],
    stability="stable",
    input=PaymentRequest,
    context=Caller,
    output=Receipt,
    steps=[
        Step(
            id="validate-payment",
            operation=ValidatePaymentMethod,
            inputs=lambda ctx, input: {"user_id": ctx.user_id, "payment_method_id": input.payment_method_id},
            retry=Retry(max_attempts=3, backoff="exponential"),
            timeout="10s",
            on_failure="notify-user",
        ),
        Step(
            id="charge-payment",
            operation=ChargePayment,
            inputs=lambda input: {"amount": input.amount, "payment_method_id": input.payment_method_id},
            retry=Retry(max_attempts=3, initial="1s", max_interval="30s", never=[CardDeclined]),
            timeout="30s",
            compensation=Compensation(RefundPayment, inputs=lambda output: {"charge_id": output.id}),
            on_success="send-receipt",  # what would happen anyway: the next step of the list
            on_failure="notify-admin",
        ),
        Step(
            id="send-receipt",
            operation=SendEmail,
            inputs=lambda ctx, steps: {
                "to": ctx.user_email,
                "template": "payment-receipt",
                "data": {"charge": steps["charge-payment"].output.id},
            },
            timeout="10s",
            on_failure=SUCCEED,  # a bounced receipt must not refund a good payment
        ),
    ],
    handlers=[
        Step(
            id="notify-user",
            operation=SendEmail,
            timeout="10s",
            inputs=lambda ctx, error: {
                "to": ctx.user_email,
                "template": "payment-invalid",
                "data": {"why": error.message},
            },
        ),
        Step(
            id="notify-admin",
            operation=SendEmail,
            timeout="10s",
            inputs=lambda error: {
                "to": "admin@acme.example",
                "template": "payment-failed",
                "data": {"why": error.type},
            },
        ),
    ],
    result=lambda steps: {"charge_id": steps["charge-payment"].output.id},
    sla=Sla(max_duration="30s", alert_on_breach=True),
    triggers=[
        Cron(
            "0 3 * * *",
            input={"amount": 0, "payment_method_id": "probe"},
            context={"user_id": "probe", "user_email": "probe@acme.example"},
        )
    ],
)
