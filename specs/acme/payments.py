"""The payment gateway."""

from acme.ids import derive_id
from acme.models import Charge


class CardDeclined(Exception):
    """The bank said no."""


class InsufficientFunds(CardDeclined):
    """The bank said no because the account is empty."""


class CardStolen(CardDeclined):
    """The bank said no and keeps the card."""


class GatewayTimeout(Exception):
    """The gateway did not hear from the bank in time."""


class UnknownPaymentMethod(Exception):
    """Nobody has registered this payment method."""


def validate_payment_method(user_id: str, payment_method_id: str) -> None:
    """Raise unless the user may pay with this method."""
    if not payment_method_id.startswith(("pm_", "probe")):
        raise UnknownPaymentMethod(f"{user_id} has no payment method {payment_method_id!r}")


def authorise(payment_method_id: str, amount: int, idempotency_key: str) -> str:
    """Block an amount on a card; returns the id of the authorisation."""
    if payment_method_id == "pm_stolen":
        raise CardStolen("card reported stolen")
    return derive_id("auth", payment_method_id, str(amount), idempotency_key)


def charge(amount: int, payment_method_id: str, idempotency_key: str) -> Charge:
    """Charge a card once per key."""
    if payment_method_id == "pm_empty":
        raise InsufficientFunds(f"cannot cover {amount}")
    return Charge(id=derive_id("ch", payment_method_id, str(amount), idempotency_key))


def refund(charge_id: str, idempotency_key: str) -> None:
    """Give back a charge once per key."""
    if not charge_id:
        raise ValueError(f"{idempotency_key}: no charge to refund")
