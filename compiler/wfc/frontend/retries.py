"""Read `Retry`. Reports bad-value."""

from collections.abc import Iterable, Sequence

import wfc as spec
from wfc.diagnostics.catalogue import BAD_VALUE
from wfc.frontend.arguments import check_allowed
from wfc.frontend.errors import error_names
from wfc.frontend.reader import Reader
from wfc.ir.policies import Retry

LEAST = {
    "max_attempts": "the first attempt counts",
    "multiplier": "each delay is the one before times this, and 1 keeps them equal",
}
"""What cannot be below 1, and why."""


def read_retries(
    retry: "spec.Retry | Sequence[spec.Retry] | None", declared: Iterable[str | type[BaseException]], reader: Reader
) -> tuple[Retry, ...] | None:
    """One policy or a list of them; None when nothing was written. `declared` are the operation's errors (S2)."""
    if retry is None:
        return None
    policies = retry if isinstance(retry, Sequence) else (retry,)
    declared = tuple(declared)
    return tuple(_read_retry(policy, declared, reader) for policy in policies)


def _read_retry(policy: "spec.Retry", declared: tuple[str | type[BaseException], ...], reader: Reader) -> Retry:
    for name in ("backoff", "jitter"):
        check_allowed(policy, name, reader.sources, reader.found)
    for name, why in LEAST.items():
        if getattr(policy, name) < 1:  # that it is a number, check_shape has seen to
            help = f"use a number from 1 on: {why}"
            message = f"`{name}` cannot be {getattr(policy, name)!r}"
            reader.found.error(BAD_VALUE, message, reader.argument(policy, name), help)
    return Retry(
        max_attempts=policy.max_attempts,
        backoff=policy.backoff,
        initial=reader.duration(policy, "initial") or 0,
        multiplier=float(policy.multiplier),
        max_interval=reader.duration(policy, "max_interval"),
        jitter=policy.jitter,
        only=error_names(policy.only, declared),
        never=error_names(policy.never, declared),
        span=reader.span(policy),
    )
