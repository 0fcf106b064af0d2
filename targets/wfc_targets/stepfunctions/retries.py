"""Retry policies as the platform's retriers (S3).

Step Functions asks its retriers in order and counts each on its own. So a type that some policy names gets the first
policy that admits it, all types of one policy share one retrier, and what no policy admits stands in one that allows
nothing. Linear delays are not among the platform's: `loops`.
"""

import math
from dataclasses import dataclass
from typing import final

from wfc.ir.policies import Retry
from wfc_targets.stepfunctions.errors import platform_names
from wfc_targets.stepfunctions.states import Retrier

FINAL = ("ExpressionError", "InvalidInput", "InvalidOutput", "TooLarge")
"""Failures that no policy retries (S2, S4)."""

NOT_STARTED = Retrier(errors=("Lambda.TooManyRequestsException",), max_attempts=6)
"""The platform could not begin an attempt: that is none, and counts apart (from 1 s, doubling)."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The types that one policy applies to; none means every other type."""

    policy: Retry
    types: tuple[str, ...]


def shares(policies: tuple[Retry, ...]) -> tuple[Share, ...]:
    """Which policy applies to which types, the one for every other type last."""
    rest = next((policy for policy in policies if not policy.only), None)
    named = {one: _first(policies, one) for one in _named(policies)}
    found = [
        Share(policy=policy, types=tuple(one for one, chosen in named.items() if chosen is policy))
        for policy in policies
        if policy is not rest and any(chosen is policy for chosen in named.values())
    ]
    return (*found, Share(policy=rest, types=())) if rest else tuple(found)


def is_retried(policies: tuple[Retry, ...], type: str) -> bool:
    """Is there a policy for failures of this type?"""
    return type not in FINAL and _first(policies, type) is not None


def never_retried(policies: tuple[Retry, ...]) -> tuple[str, ...]:
    """The types that must be kept from a policy for every other type."""
    return (*FINAL, *(one for one in _named(policies) if _first(policies, one) is None and one not in FINAL))


def needs_loop(policies: tuple[Retry, ...]) -> bool:
    """Is there a delay that the platform's own retriers cannot keep?"""
    return any(policy.backoff == "linear" or policy.multiplier < 1 for policy in policies if policy.max_attempts > 1)


def retriers(policies: tuple[Retry, ...]) -> tuple[Retrier, ...]:
    """The `Retry` of a Task whose policies need no loop."""
    divided = shares(policies)
    kept: tuple[Retrier, ...] = ()
    if divided and not divided[-1].types and divided[-1].policy.max_attempts > 1:
        kept = (Retrier(errors=platform_names(never_retried(policies)), max_attempts=0),)
    return (NOT_STARTED, *kept, *(_retrier(share) for share in divided if share.types or share.policy.max_attempts > 1))


def seconds(milliseconds: float) -> int:
    """Whole seconds, at least one: a delay or timeout finer than that is rounded up."""
    return max(1, math.ceil(milliseconds / 1000))


def _retrier(share: Share) -> Retrier:
    policy = share.policy
    cap = policy.max_interval
    grows = policy.backoff == "exponential" and policy.multiplier > 1 and (cap is None or cap > policy.initial)
    return Retrier(
        errors=platform_names(share.types),
        interval=seconds(policy.initial if cap is None else min(policy.initial, cap)),
        max_attempts=policy.max_attempts - 1,
        backoff=float(policy.multiplier) if grows else 1.0,
        max_delay=seconds(cap) if grows and cap is not None else None,
        jitter=policy.jitter == "full",
    )


def _named(policies: tuple[Retry, ...]) -> tuple[str, ...]:
    """The types that some policy names, each once."""
    return tuple(dict.fromkeys(one for policy in policies for one in (*policy.only, *policy.never) if one not in FINAL))


def _first(policies: tuple[Retry, ...], type: str) -> Retry | None:
    return next((one for one in policies if type not in one.never and (not one.only or type in one.only)), None)
