"""Retries by what they come to: for each type of failure the delays behind the failed attempts, in seconds."""

import math
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TypeAlias

from wfc.ir.policies import Retry
from wfc_targets.stepfunctions.readback.definition import State, Way
from wfc_targets.stepfunctions.readback.folding import folded, known
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.situations import Failure, facts_of, platform_names
from wfc_targets.stepfunctions.readback.syntax import Tree, Unreadable, const
from wfc_targets.stepfunctions.readback.trees import parts
from wfc_targets.stepfunctions.readback.walking import follow

Delays: TypeAlias = tuple[int, tuple[float, ...], bool]
"""How often it is tried again, the first delays, whether they are drawn."""

NONE: Delays = (0, (), False)
MOST = 12
_FINAL = {"ExpressionError", "InvalidInput", "InvalidOutput", "TooLarge"}
_NOT_STARTED = {"ErrorEquals": ["Lambda.TooManyRequestsException"], "MaxAttempts": 6}
_FIELDS = {"ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy"}
_RANDOM: Tree = ("call", "random", ())
_ALL_OF_IT = known(((_RANDOM, const(1)),))


def promised(policies: tuple[Retry, ...], type: str) -> Delays:
    """What policies promise for a type of failure."""
    if type in _FINAL:
        return NONE
    policy = next((one for one in policies if type not in one.never and (not one.only or type in one.only)), None)
    if policy is None or policy.max_attempts == 1:
        return NONE
    loops = any(one.backoff == "linear" or one.multiplier < 1 for one in policies if one.max_attempts > 1)
    delays = islice(_in_loops(policy) if loops else _by_platform(policy), min(MOST, policy.max_attempts - 1))
    return policy.max_attempts - 1, tuple(delays), policy.jitter == "full"


def _in_loops(policy: Retry) -> Iterator[float]:
    """Loops count for themselves, and so round up at the end."""
    for failure in range(1, policy.max_attempts):
        factor = {"constant": 1, "linear": failure, "exponential": policy.multiplier ** (failure - 1)}[policy.backoff]
        delay = policy.initial / 1000 * factor
        capped = delay if policy.max_interval is None else min(delay, policy.max_interval / 1000)
        yield max(1, math.ceil(capped))


def _by_platform(policy: Retry) -> Iterator[float]:
    """The platform has whole seconds to begin with."""
    rate = policy.multiplier if policy.backoff == "exponential" else 1
    cap = math.inf if policy.max_interval is None else policy.max_interval
    first, most = _seconds(min(policy.initial, cap)), math.inf if cap == math.inf else _seconds(cap)
    for failure in range(1, policy.max_attempts):
        yield min(first * rate ** (failure - 1), most)


def _seconds(milliseconds: float) -> int:
    return max(1, math.ceil(milliseconds / 1000))


def stated(reading: Reading, state: State, failure: Failure) -> Delays:
    """What a state does about a failure before its Catch decides."""
    retriers = state.fields.get("Retry", ())
    if list(retriers[:1]) != [_NOT_STARTED]:
        raise Unreadable(f"{state.name} does not try to start again")
    for one in retriers[1:]:
        if (
            one.keys() - _FIELDS
            or not {"ErrorEquals", "MaxAttempts"} <= one.keys()
            or one.get("JitterStrategy", "FULL") != "FULL"
        ):
            raise Unreadable(f"{state.name} has a retrier of {', '.join(one)}")
        if _matches(one["ErrorEquals"], failure.error) and one["MaxAttempts"]:
            return _delays(one)
        if _matches(one["ErrorEquals"], failure.error):
            return NONE
    return _looped(reading, state, failure)


def catcher(state: State, error: str) -> Way | None:
    """The way of the Catch that is for an error."""
    return next((way for way in state.ways if way.errors and _matches(way.errors, error)), None)


def _matches(errors: tuple[str, ...] | list[str], error: str) -> bool:
    return error in errors or "States.ALL" in errors


def _delays(retrier: Mapping[str, object]) -> Delays:
    first, rate = _number(retrier, "IntervalSeconds", 1), _number(retrier, "BackoffRate", 2.0)
    most, count = _number(retrier, "MaxDelaySeconds", math.inf), int(_number(retrier, "MaxAttempts", 3))
    delays = tuple(min(first * rate**number, most) for number in range(min(count, MOST)))
    return count, delays, "JitterStrategy" in retrier


def _number(retrier: Mapping[str, object], name: str, default: float) -> float:
    value = retrier.get(name, default)
    if not isinstance(value, int | float):
        raise Unreadable(f"{name} of a retrier is {value}")
    return value


def _looped(reading: Reading, state: State, failure: Failure) -> Delays:
    """The delays of a loop of Catch, Choice and Wait; none without a Wait that is not a node."""
    if id(state.scope) not in reading.waiting:
        return NONE
    delays: list[float] = []
    drawn = False
    for attempt in range(1, MOST + 2):
        way = catcher(state, failure.error)
        if way is None:
            return NONE
        one = Failure(type=failure.type, error=failure.error, child=failure.child, attempt=attempt)
        facts = facts_of(reading, one, state.name.removeprefix("undo "))
        arrival = follow(reading, state, way, facts)[0]
        if arrival.to is None or arrival.to in reading.nodes or state.scope.states[arrival.to].kind != "Wait":
            break
        wait = reading.found(state.scope, arrival.to)
        if wait.done.to != state.name or wait.done.assign:
            raise Unreadable(f"{wait.name} does not lead back to {state.name}")
        seconds = reading.tree(wait.tree("Seconds") or const(0), wait, arrival.store)
        drawn = drawn or _RANDOM in parts(seconds)
        delays.append(folded(seconds, {**facts, **_ALL_OF_IT})[-1])
    return len(delays), tuple(delays[:MOST]), drawn


def types_of(names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Types of failures that the platform reports, each as it calls them; some other among them. Of what nothing is
    said, one of each of the platform's services."""
    for type in dict.fromkeys((*names, "Crashed", *sorted(_FINAL - {"ExpressionError"}), "SomeOther")):
        errors = (*platform_names(type), *(["States.Runtime"] if type == "Crashed" and type not in names else []))
        shown = errors if type in names else {one.partition(".")[0]: one for one in errors}.values()
        yield from ((type, error) for error in shown)
