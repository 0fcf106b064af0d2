"""The models of the payment flow."""

from pydantic import BaseModel, Field


class PaymentRequest(BaseModel):
    """What somebody wants to pay; `amount` is in cents."""

    amount: int = Field(ge=0)
    payment_method_id: str


class Caller(BaseModel):
    """On whose behalf a workflow runs."""

    user_id: str
    user_email: str


class Charge(BaseModel):
    """A payment that the gateway has taken."""

    id: str


class Receipt(BaseModel):
    """What the payer gets."""

    charge_id: str
