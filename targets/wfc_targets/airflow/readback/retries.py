"""Retries as they were written, by what they come to."""

import ast

from wfc.validation.expected import MOST_DELAYS
from wfc.validation.facts import Attempts
from wfc_targets.airflow.readback.delays import one_policy
from wfc_targets.airflow.readback.patterns import Unread, literal, milliseconds, shown


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
        return found if any(one.delays for one in found) else ()
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
