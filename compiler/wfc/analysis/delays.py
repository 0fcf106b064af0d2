"""How long the delays between attempts are at most."""

from collections.abc import Iterator
from typing import assert_never

from wfc.ir.policies import Retry

LONGEST = 366 * 24 * 3600 * 1000
"""A year in milliseconds: what no delay may exceed (the longest a Step Functions execution lives)."""

MOST_ATTEMPTS = 1000
"""More are refused, and not summed up before they are."""


def retry_delays(policy: Retry) -> Iterator[int]:
    """The delays behind the failed attempts 1, 2, ... of one policy, in milliseconds, at their longest (S3)."""
    for attempt in range(1, min(policy.max_attempts, MOST_ATTEMPTS + 1)):
        match policy.backoff:
            case "constant":
                delay = float(policy.initial)
            case "linear":
                delay = float(policy.initial * attempt)
            case "exponential":
                delay = policy.initial * policy.multiplier ** min(attempt - 1, 64)
            case _:
                assert_never(policy.backoff)
        capped = min(delay, float(policy.max_interval)) if policy.max_interval is not None else delay
        yield int(min(capped, LONGEST * 10))
