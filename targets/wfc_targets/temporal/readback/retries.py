"""The retry constants of a module as what they come to: Temporal's policies, and our own."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from wfc.validation.expected import MOST_DELAYS
from wfc.validation.facts import Attempts
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.syntax import Called, called, milliseconds, number, parameters, texts

_LONGEST = 100
"""A policy that names no maximum interval has this many times its initial one."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Retrying:
    """A constant. `is_own`: it is for `retrying`, not for Temporal. `most`: the attempts of the only policy."""

    is_own: bool
    most: int
    attempts: tuple[Attempts, ...]


def read_retries(value: ast.expr) -> Retrying:
    """The meaning of one constant."""
    if not isinstance(value, ast.Tuple):
        most, native = _native(called(value))
        return Retrying(is_own=False, most=most, attempts=(native,) if most > 1 else ())
    policies = [_own(called(one)) for one in value.elts]
    attempts = tuple(found for _, found in policies) if any(most > 1 for most, _ in policies) else ()
    return Retrying(is_own=True, most=0, attempts=attempts)


def _native(policy: Called) -> tuple[int, Attempts]:
    known = {"maximum_attempts", "initial_interval", "backoff_coefficient", "maximum_interval"}
    given = policy.keywords
    is_known = given.keys() <= {*known, "non_retryable_error_types"}
    expect(policy.name == "RetryPolicy" and not policy.args and is_known, f"a RetryPolicy is expected: {policy}")
    expect(given.keys() >= ({"maximum_attempts"}), "a RetryPolicy says how many attempts there are")
    most = int(number(given["maximum_attempts"]))
    initial = milliseconds(given["initial_interval"]) if "initial_interval" in given else 1000
    factor = number(given["backoff_coefficient"]) if "backoff_coefficient" in given else 2.0
    longest = milliseconds(given["maximum_interval"]) if "maximum_interval" in given else _LONGEST * initial
    expect(longest >= initial > 0 and factor >= 1 and most >= 1, f"Temporal refuses this policy: {policy}")
    never = texts(given["non_retryable_error_types"]) if "non_retryable_error_types" in given else ()
    delays = tuple(min(round(initial * factor ** (n - 1)), longest) for n in _failures(most))
    return most, Attempts(delays=delays, jitter=False, only=(), never=tuple(sorted(never)))


def _own(policy: Called) -> tuple[int, Attempts]:
    given = policy.keywords
    is_known = {"maximum_attempts", "delay"} <= given.keys() <= {"maximum_attempts", "delay", "jitter", "only", "never"}
    expect(policy.name == "Retry" and not policy.args and is_known, f"a Retry is expected: {policy}")
    most, delay = int(number(given["maximum_attempts"])), _delay(given["delay"])
    jitter = given.get("jitter")
    expect(jitter is None or (isinstance(jitter, ast.Constant) and jitter.value is True), "jitter is True or not given")
    only, never = (tuple(sorted(texts(given[one]))) if one in given else () for one in ("only", "never"))
    delays = tuple(round(round(1000 * delay(n), 6)) for n in _failures(most))
    return most, Attempts(delays=delays, jitter=jitter is not None, only=only, never=never)


def _failures(most: int) -> range:
    return range(1, min(most, MOST_DELAYS + 1))


def _delay(node: ast.expr) -> Callable[[int], float]:
    if not isinstance(node, ast.Lambda) or len(parameters(node)) != 1:
        raise misread("a delay is a function of the failures", node)
    (name,) = parameters(node)
    return lambda failures: _value(node.body, {name: failures})


def _value(node: ast.expr, names: dict[str, int]) -> float:
    """Arithmetic, by hand: nothing of an output is ever run."""
    match node:
        case ast.Constant():
            return number(node)
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _value(left, names) * _value(right, names)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _value(left, names) - _value(right, names)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return float(_value(left, names) ** _value(right, names))
        case ast.Call(func=ast.Name(id="min"), args=[one, other], keywords=[]):
            return min(_value(one, names), _value(other, names))
        case _:
            raise misread("a delay is plain arithmetic", node)
