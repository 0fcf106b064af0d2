"""One retry policy: the delays that it comes to."""

import ast
from itertools import islice

from wfc.validation.expected import MOST_DELAYS
from wfc.validation.facts import Attempts
from wfc_targets.airflow.readback.patterns import Unread, keywords, literal, milliseconds, shown, texts

_CLASSES = ("Backoff", "LinearBackoff", "ConstantBackoff")


_SETTINGS = frozenset({"initial", "multiplier", "max_interval", "jitter", "only", "never"})


def one_policy(retries: int, policy: ast.expr) -> Attempts:
    """The delays before so many retries."""
    if not isinstance(policy, ast.Call) or policy.args or shown(policy.func) not in _CLASSES:
        raise Unread(f"unknown policy {shown(policy)}")
    named = keywords(policy)
    if "initial" not in named or not named.keys() <= _SETTINGS:
        raise Unread(f"unknown settings of {shown(policy)}")
    return Attempts(
        delays=tuple(islice(_delays(retries, shown(policy.func), named), MOST_DELAYS)),
        jitter=bool(literal(named["jitter"])) if "jitter" in named else False,
        only=tuple(sorted(texts(named["only"]))) if "only" in named else (),
        never=tuple(sorted(texts(named["never"]))) if "never" in named else (),
    )


def _delays(retries: int, kind: str, named: dict[str, ast.expr]) -> list[int]:
    initial = milliseconds(named["initial"])
    most = milliseconds(named["max_interval"]) if "max_interval" in named else None
    multiplier = float(literal(named["multiplier"])) if "multiplier" in named else 2.0
    if "multiplier" in named and kind != "Backoff":
        raise Unread(f"{kind} does not multiply")
    failures = range(1, min(retries, MOST_DELAYS) + 1)
    delays = [round(initial * _factor(kind, multiplier, failure)) for failure in failures]
    return delays if most is None else [min(one, most) for one in delays]


def _factor(kind: str, multiplier: float, failure: int) -> float:
    match kind:
        case "Backoff":
            return multiplier ** (failure - 1)
        case "LinearBackoff":
            return failure
        case _:
            return 1
