"""A scientific journal."""

from pydantic import BaseModel, Field

from acme.ids import derive_id


class Submission(BaseModel):
    """A paper, and who is asked about it."""

    paper_id: str
    reviewers: list[str]


class Review(BaseModel):
    """The form a reviewer fills in: 0 (nonsense) to 10 (a classic)."""

    score: int = Field(ge=0, le=10)
    remarks: str = ""


class Mark(BaseModel):
    """What one review counts; `fee` is in cents."""

    reviewer: str
    score: int | None
    fee: int


class Bounced(Exception):
    """The reviewer has moved."""


def invite(reviewer: str, paper_id: str, place: int, idempotency_key: str) -> None:
    """Send the paper to a reviewer, once per key."""
    if "@" in reviewer:
        raise Bounced(f"{idempotency_key}: {paper_id} to {reviewer} ({place})")


def record_mark(reviewer: str, score: int | None, remarks: str, idempotency_key: str) -> Mark:
    """Enter a review, once per key, and the fee for it."""
    return Mark(reviewer=reviewer, score=score, fee=5_000 if remarks or idempotency_key else 2_500)


def strike_mark(reviewer: str, fee: int | None) -> None:
    """Take a review off the record, if it is there; doing so twice does no harm."""
    if not reviewer:
        raise ValueError(f"whose review was paid {fee}?")


def ask_editor(paper_id: str, missing: str, idempotency_key: str) -> None:
    """Let the editor decide, once per key."""
    if not missing:
        raise ValueError(f"{idempotency_key}: nothing is missing for {paper_id}")


def decide(paper_id: str, scores: list[int], idempotency_key: str) -> str:
    """Write to the authors, once per key; returns the number of the letter."""
    verdict = "accept" if sum(scores) > 5 * len(scores) else "reject"
    return derive_id(verdict, paper_id, idempotency_key)
