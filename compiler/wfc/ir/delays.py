"""The delay between two attempts (S3), as the language has it: what platforms make of it is measured against this."""

from wfc.ir.policies import Retry


def delay_after(policy: Retry, failure: int) -> int:
    """The delay in milliseconds after the `failure`th failure (from 1); of a jittered one, the longest."""
    factor = {"constant": 1.0, "linear": failure, "exponential": policy.multiplier ** (failure - 1)}[policy.backoff]
    delay = round(policy.initial * factor)
    return delay if policy.max_interval is None else min(delay, policy.max_interval)
