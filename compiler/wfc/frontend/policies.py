"""Read durations, retries, SLAs and crons. Reports bad-duration and bad-value."""

import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import wfc as spec
from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import BAD_DURATION, BAD_VALUE
from wfc.durations import HOW_TO_WRITE, parse_duration
from wfc.frontend.errors import error_names
from wfc.frontend.sources import Sources
from wfc.ir.policies import Cron, Retry
from wfc.source import Span

ALLOWED: dict[str, tuple[object, ...]] = {
    "backoff": ("exponential", "linear", "constant"),
    "jitter": ("none", "full"),
    "overlap": ("allow", "skip", "queue", None),
    "when": ("completed", "attempted"),
    "effect": ("read", "write"),
    "idempotent": ("natural", "key", "none", None),
    "stability": ("experimental", "beta", "stable", "deprecated"),
    "dst": ("target", None),
}


def argument_span(record: Any, name: str, sources: Sources) -> Span:
    """The place of one argument of a record's constructor, or of the whole record."""
    written = sources.argument(record, name)
    return written[0].span(written[1]) if written else sources.span(record.written_at)


def read_duration(
    value: str | timedelta | None, record: Any, name: str, sources: Sources, found: Diagnostics
) -> int | None:
    """A duration argument in milliseconds; None when it was not given or is not readable."""
    if value is None:
        return None
    read = parse_duration(value)
    if isinstance(read, int):
        return read
    at = Label(argument_span(record, name, sources))
    found.add(Diagnostic(code=BAD_DURATION, message=f"`{name}`: {value!r} {read.why}", at=at, help=HOW_TO_WRITE))
    return None


def check_allowed(record: Any, name: str, sources: Sources, found: Diagnostics) -> None:
    """An argument with a closed set of values must have one of them."""
    value = getattr(record, name)
    if value not in ALLOWED[name]:
        options = ", ".join(f'"{option}"' for option in ALLOWED[name] if option is not None)
        found.add(
            Diagnostic(
                code=BAD_VALUE,
                message=f"`{name}` cannot be {value!r}",
                at=Label(argument_span(record, name, sources)),
                help=f"use one of {options}",
            )
        )


def read_retries(
    retry: "spec.Retry | Sequence[spec.Retry] | None",
    declared: Iterable[str | type[BaseException]],
    sources: Sources,
    found: Diagnostics,
) -> tuple[Retry, ...] | None:
    """One policy or a list of them; None when nothing was written. `declared` are the operation's errors (S2)."""
    if retry is None:
        return None
    policies = retry if isinstance(retry, Sequence) else (retry,)
    declared = tuple(declared)
    return tuple(_read_retry(policy, declared, sources, found) for policy in policies)


def _read_retry(
    policy: "spec.Retry", declared: tuple[str | type[BaseException], ...], sources: Sources, found: Diagnostics
) -> Retry:
    for name in ("backoff", "jitter"):
        check_allowed(policy, name, sources, found)
    for name, least in (("max_attempts", 1), ("multiplier", 1)):
        value = getattr(policy, name)
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or value < least
            or (name == "max_attempts" and not isinstance(value, int))
        ):
            at = Label(argument_span(policy, name, sources))
            found.add(
                Diagnostic(
                    code=BAD_VALUE,
                    message=f"`{name}` cannot be {value!r}",
                    at=at,
                    help=f"use a number from {least} on; `max_attempts` counts the first attempt",
                )
            )
    return Retry(
        max_attempts=policy.max_attempts,
        backoff=policy.backoff,
        initial=read_duration(policy.initial, policy, "initial", sources, found) or 0,
        multiplier=_number(policy.multiplier),
        max_interval=read_duration(policy.max_interval, policy, "max_interval", sources, found),
        jitter=policy.jitter,
        only=error_names(policy.only, declared),
        never=error_names(policy.never, declared),
        span=sources.span(policy.written_at),
    )


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 1.0


def read_cron(cron: "spec.Cron", sources: Sources, found: Diagnostics) -> Cron:
    """A cron trigger; its expression is judged by check_triggers."""
    for name in ("overlap", "dst"):
        check_allowed(cron, name, sources, found)
    return Cron(
        expression=cron.expression,
        timezone=cron.timezone,
        input=_json_text(cron, "input", sources, found),
        context=_json_text(cron, "context", sources, found),
        catchup=cron.catchup,
        overlap=cron.overlap or "allow",
        overlap_written=cron.overlap is not None,
        dst=cron.dst,
        span=sources.span(cron.written_at),
    )


def _json_text(record: Any, name: str, sources: Sources, found: Diagnostics) -> str:
    value = getattr(record, name)
    try:
        text = json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (TypeError, ValueError, RecursionError):
        at = Label(argument_span(record, name, sources))
        found.add(
            Diagnostic(
                code=BAD_VALUE,
                message=f"`{name}` is not a JSON value",
                at=at,
                help="use strings, numbers, booleans, None, lists and dicts",
            )
        )
        return "null"
    return text
