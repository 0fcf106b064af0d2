"""Consumer loans."""

from pydantic import BaseModel, Field

from acme.ids import derive_id


class LoanApplication(BaseModel):
    """Who wants to borrow how much, in whole euros."""

    applicant: str
    amount: int = Field(gt=0)
    income: int = Field(ge=0)


class Score(BaseModel):
    """How likely the applicant is to pay back: 0 (never) to 1000 (surely)."""

    points: int = Field(ge=0, le=1000)


class Assessment(BaseModel):
    """What a human underwriter made of it."""

    rate: float
    underwriter: str


class Loan(BaseModel):
    """A loan on the books."""

    loan_id: str
    rate: float
    decided_by: str


class BureauDown(Exception):
    """The credit bureau does not answer."""


def score(applicant: str, amount: int, income: int) -> Score:
    """Points from income and amount."""
    if not applicant:
        raise BureauDown("nobody to ask about")
    return Score(points=min(1000, 1000 * income // amount))


def record_approval(applicant: str, points: int, idempotency_key: str) -> None:
    """Note in the register that nobody looked at this one."""
    if not applicant or points < 0:
        raise ValueError(f"{idempotency_key}: nothing to record")


async def underwrite(applicant: str, points: int) -> Assessment:
    """Price the risk by hand."""
    return Assessment(rate=12.5 - points / 100, underwriter="lena" if applicant < "n" else "omar")


def book_loan(applicant: str, amount: int, rate: float, idempotency_key: str) -> str:
    """Pay out; returns the number of the loan."""
    return derive_id("loan", applicant, str(amount), str(rate), idempotency_key)
