"""Retries as they were written, by what they come to."""

import ast
from itertools import islice

from wfc.validation.expected import MOST_DELAYS
from wfc.validation.facts import Attempts
from wfc_targets.airflow.readback.patterns import Unread, keywords, literal, milliseconds, shown, texts

_CLASSES = ("Backoff", "LinearBackoff", "ConstantBackoff")
_SETTINGS = frozenset({"initial", "multiplier", "max_interval", "jitter", "only", "never"})


def attempts_of(arguments: dict[str, ast.expr], polls: int = 1) -> tuple[Attempts, ...]:
    """The policies of a task. `polls`: each poll has all of its retries."""
    retries = literal(arguments["retries"]) if "retries" in arguments else 0
    policy, delay = arguments.get("retry_policy"), arguments.get("retry_delay")
    if retries == 0 and policy is None and delay is None:
        return ()
    if policy is not None and delay is None:
        found = policies_of(policy) if _is_list(policy) else (one_policy(retries, policy),)
        if sum(_retries(one) for one in counted(policy)) * polls not in {0, retries}:
            raise Unread(f"{retries} retries are not those of {shown(policy)}")
        return found
    if policy is None and delay is not None and retries > 0:
        plain = (milliseconds(delay),) * min(retries, MOST_DELAYS)
        return (Attempts(delays=plain, jitter=False, only=(), never=()),)
    raise Unread(f"{retries} retries without a policy")


def policies_of(policy: ast.expr) -> tuple[Attempts, ...]:
    """Those of a list, each with its own count."""
    return tuple(one_policy(_retries(one), one.elts[1]) for one in counted(policy))


def counted(policy: ast.expr) -> list[ast.Tuple]:
    """The pairs of most attempts and a policy."""
    if not isinstance(policy, ast.Call) or not _is_list(policy):
        return []
    pairs = [one for one in policy.args if isinstance(one, ast.Tuple) and len(one.elts) == 2]
    if len(pairs) != len(policy.args) or policy.keywords:
        raise Unread(f"unknown policies {shown(policy)}")
    return pairs


def _is_list(policy: ast.expr) -> bool:
    return isinstance(policy, ast.Call) and isinstance(policy.func, ast.Name) and policy.func.id == "FirstMatch"


def _retries(pair: ast.Tuple) -> int:
    return int(literal(pair.elts[0])) - 1


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
