"""A medical laboratory."""

from pydantic import BaseModel

from acme.ids import derive_id


class Sample(BaseModel):
    """A tube, and what to look for in it."""

    barcode: str
    test: str


class LabOrder(BaseModel):
    """What a physician wants to know."""

    order_id: str
    samples: list[Sample]


class Slot(BaseModel):
    """A place in an analyser."""

    rack: str


class Reading(BaseModel):
    """What the analyser says so far; `value` is null until it is `ready`."""

    ready: bool
    value: float | None = None


class Finding(BaseModel):
    """One line of the report."""

    test: str
    value: float
    remark: str


class TubeBroken(Exception):
    """There is nothing left to analyse."""


class AnalyserJammed(Exception):
    """Somebody has to open the lid."""


class LabClosed(Exception):
    """The printer of the reports is off."""


def load(barcode: str, test: str, position: int, idempotency_key: str) -> Slot:
    """Put a tube into an analyser, once per key."""
    if not barcode:
        raise TubeBroken(test)
    return Slot(rack=derive_id("rack", barcode, str(position), idempotency_key))


async def unload(barcode: str, rack: str | None) -> None:
    """Take a tube out again, if it is in; doing so twice does no harm."""
    if not barcode:
        raise TubeBroken(f"which tube is in {rack}?")


def read_analyser(rack: str) -> Reading:
    """What the analyser says."""
    if not rack:
        raise AnalyserJammed("no rack")
    return Reading(ready=True, value=len(rack) / 10)


def judge(test: str, value: float | None) -> Finding:
    """Compare a value with what is normal."""
    return Finding(test=test, value=value or 0.0, remark="normal" if (value or 0.0) < 1 else "high")


def report(order_id: str, findings: list[Finding], idempotency_key: str) -> str:
    """Send the findings to the physician, once per key; returns the number of the report."""
    return derive_id("report", order_id, str(len(findings)), idempotency_key)
