"""People who are called when something is late."""

from pydantic import BaseModel


class Breach(BaseModel):
    """A promise of time that was not kept."""

    workflow: str
    version: str
    run_id: str
    step: str | None = None
    index: list[int] | None = None
    max_duration: str
    started_at: str


class PagerDown(Exception):
    """The pager network does not answer."""


async def page_duty_officer(breach: Breach, idempotency_key: str) -> None:
    """Ring the duty officer, once per key."""
    if not breach.workflow:
        raise PagerDown(idempotency_key)
