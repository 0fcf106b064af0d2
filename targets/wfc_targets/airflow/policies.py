"""Retries and timeouts as arguments of `@task`, and durations as Python source."""

from wfc.emit.quote import python_string
from wfc.ir.policies import Retry

OWN_RETRIES = "retries=2"
"""For tasks of ours: they only talk to Airflow, so that what fails them passes."""

USUAL = 2.0
"""The multiplier that goes without saying."""

MODEST = 20
"""So many attempts cannot make a delay that Python has no `timedelta` for."""

_CLASSES = {"constant": "ConstantBackoff", "linear": "LinearBackoff", "exponential": "Backoff"}
"""`Backoff` is the base of the others, and exponential."""


def attempts(policies: tuple[Retry, ...]) -> tuple[str, ...]:
    """`retries=` and what decides about each retry."""
    match policies:
        case ():
            return ()
        case (Retry(max_attempts=1),):
            return ()
        case (Retry(backoff="constant", jitter="none", only=(), never=()) as plain,):
            return f"retries={plain.max_attempts - 1}", f"retry_delay={duration(_capped(plain))}"
        case (one,):
            return f"retries={one.max_attempts - 1}", f"retry_policy={_policy(one)}"
        case _:
            return f"retries={sum(one.max_attempts - 1 for one in policies)}", f"retry_policy={first_match(policies)}"


def first_match(policies: tuple[Retry, ...]) -> str:
    """The policy that counts by itself."""
    return f"FirstMatch({', '.join(counted(policies))})"


def counted(policies: tuple[Retry, ...]) -> tuple[str, ...]:
    """`(3, Backoff(...))` for each policy."""
    return tuple(f"({one.max_attempts}, {_policy(one)})" for one in policies)


def time_limit(timeout: int | None) -> tuple[str, ...]:
    """`execution_timeout=`, which holds for each attempt."""
    return () if timeout is None else (f"execution_timeout={duration(timeout)}",)


def duration(milliseconds: int) -> str:
    """`timedelta(...)` in the largest unit that keeps it whole."""
    for unit, size in (("days", 86_400_000), ("hours", 3_600_000), ("minutes", 60_000), ("seconds", 1000)):
        if milliseconds and milliseconds % size == 0:
            return f"timedelta({unit}={milliseconds // size})"
    return f"timedelta(milliseconds={milliseconds})"


def seconds(milliseconds: int) -> str:
    """A number of seconds."""
    return str(milliseconds // 1000) if milliseconds % 1000 == 0 else repr(milliseconds / 1000)


def _capped(policy: Retry) -> int:
    return policy.initial if policy.max_interval is None else min(policy.initial, policy.max_interval)


def _policy(policy: Retry) -> str:
    grows = policy.backoff == "exponential" and policy.multiplier != USUAL
    settings = {
        "initial": duration(policy.initial),
        "multiplier": repr(policy.multiplier) if grows else None,
        "max_interval": None if policy.max_interval is None else duration(policy.max_interval),
        "jitter": "True" if policy.jitter == "full" else None,
        "only": _types(policy.only),
        "never": _types(policy.never),
    }
    written = ", ".join(f"{name}={value}" for name, value in settings.items() if value is not None)
    return f"{_CLASSES[policy.backoff]}({written})"


def _types(types: tuple[str, ...]) -> str | None:
    return f"[{', '.join(python_string(one) for one in types)}]" if types else None


def traits_of(policies: tuple[Retry, ...]) -> set[str]:
    """What the retry classes of the file must be able to do for these."""
    if len(policies) == 1 and not any("policy" in argument for argument in attempts(policies)):
        return set()
    return class_traits(policies)


def class_traits(policies: tuple[Retry, ...]) -> set[str]:
    """What the classes must be able to do when these are written as such."""
    found: set[str] = {one.backoff for one in policies}
    asked = {
        "first-match": len(policies) > 1,
        "long": any(one.backoff == "exponential" and one.max_attempts > MODEST for one in policies),
        "cap": any(one.max_interval is not None for one in policies),
        "jitter": any(one.jitter != "none" for one in policies),
        "only": any(one.only for one in policies),
        "never": any(one.never for one in policies),
    }
    return {*found, *(name for name, used in asked.items() if used)}
