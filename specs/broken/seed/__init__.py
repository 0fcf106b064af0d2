"""What the seed's example imports without showing it: `ValidatePaymentMethod, ChargePayment, SendEmail`."""

from pydantic import BaseModel
from wfc import Operation


class PaymentRequest(BaseModel):
    """The input."""

    amount: int
    payment_method_id: str


class User(BaseModel):
    """The context."""

    user_id: str
    user_email: str


class Charge(BaseModel):
    """What was charged."""

    id: str


def validate_payment_method(user_id: str, payment_method_id: str) -> None:
    """Raise unless the user may pay with this method."""
    if not user_id or not payment_method_id:
        raise ValueError("nobody, or nothing to pay with")


def charge_payment(amount: int, payment_method_id: str, idempotency_key: str) -> Charge:
    """Charge once per key."""
    return Charge(id=f"ch_{amount}_{payment_method_id}_{idempotency_key}")


def send_email(to: str, template: str, data: Charge, idempotency_key: str) -> None:
    """Send one mail per key."""
    if "@" not in to:
        raise ValueError(f"{idempotency_key}: cannot send {template} about {data.id}")


ValidatePaymentMethod = Operation("payments.validate", handler=validate_payment_method, effect="read")
ChargePayment = Operation("payments.charge", handler=charge_payment, effect="write", idempotent="key")
SendEmail = Operation("mail.send", handler=send_email, effect="write", idempotent="key", irreversible=True)
