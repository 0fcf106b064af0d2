"""Retries as constants of the module: Temporal's RetryPolicy where it says the same, else policies of our own (S3).

A policy of our own makes each attempt an activity that is tried once, with the delays as timers of the workflow. That
keeps linear backoff, jitter, filters and own counters exact also when an attempt times out, which no retry policy and
no activity interceptor sees, at the price of a few more events on the failure path and none on the success path.
"""

from collections import Counter
from dataclasses import dataclass
from typing import final

from wfc.emit.names import constant_name, fresh_name
from wfc.emit.quote import python_string
from wfc.ir.nodes import Approval, Workflow
from wfc.ir.policies import Retry
from wfc.ir.walk import all_nodes, steps_of, undoable
from wfc_targets.temporal.code import call, seconds

ONCE = "ONCE"
_ONCE_TEXT = "RetryPolicy(maximum_attempts=1)"
ALERT_RETRY = "RetryPolicy(maximum_attempts=3)"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Constants:
    """The module's retry constants in order, which one each address uses, and those that are not Temporal's."""

    texts: dict[str, str]
    of: dict[str, str]
    own: frozenset[str]


def retry_constants(workflow: Workflow) -> Constants:
    """One constant for each different retry, named after the step if only one uses it; `ONCE` where there is none."""
    texts: dict[str, str] = {}
    of: dict[str, str] = {}
    own: set[str] = set()
    uses = [*_forward_uses(workflow), *_last_uses(workflow)]
    users = Counter((text, _is_undo(address)) for address, _, text in uses)
    names: dict[tuple[str, bool], str] = {}
    for address, wanted, text in uses:
        kind = (text, _is_undo(address))
        if kind not in names:
            name = wanted if users[kind] == 1 or _is_undo(address) else "DEFAULT_RETRY"
            names[kind] = ONCE if text == _ONCE_TEXT else fresh_name(name, texts)
        of[address] = names[kind]
        texts[names[kind]] = text
        if text.startswith("("):
            own.add(names[kind])
    if own and ONCE not in texts:
        texts[ONCE] = _ONCE_TEXT
    return Constants(texts=texts, of=of, own=frozenset(own))


def _is_undo(address: str) -> bool:
    return address.endswith(":undo")


def _forward_uses(workflow: Workflow) -> list[tuple[str, str, str]]:
    """Address, wanted name and text of what may go no further than to a deadline."""
    text = retry_text if workflow.deadline is None else bounded_text
    steps = [(step.id, f"{constant_name(step.id)}_RETRY", text(step.retry)) for step in steps_of(workflow)]
    notices = [one for one in all_nodes(workflow) if isinstance(one, Approval)]
    return [
        *steps,
        *((f"{one.id}:notify", f"{constant_name(one.id)}_NOTIFY_RETRY", text(one.retry)) for one in notices),
    ]


def _last_uses(workflow: Workflow) -> list[tuple[str, str, str]]:
    """The same of what no deadline bounds: reminders, what is told of a failed run, compensations."""
    nodes = all_nodes(workflow)
    found = [(f"{one.id}:remind", ONCE, _ONCE_TEXT) for one in nodes if isinstance(one, Approval) and one.remind]
    if told := workflow.after_compensation:
        found.append((told.id, f"{constant_name(told.id)}_RETRY", retry_text(told.retry)))
    undone = ((one.id, one.compensation) for one in undoable(workflow))
    return [*found, *((f"{id}:undo", "UNDO_RETRY", retry_text(undo.retry)) for id, undo in undone if undo)]


def is_native(policies: tuple[Retry, ...]) -> bool:
    """Can a RetryPolicy say it? It knows no linear backoff, jitter, `only`, delay of nothing or shrinking delays."""
    match policies:
        case () | (Retry(max_attempts=1),):
            return True
        case (Retry(jitter="none", only=()) as retry,):
            grows = retry.backoff == "constant" or (retry.backoff == "exponential" and retry.multiplier >= 1)
            return grows and retry.initial > 0 and "Timeout" not in retry.never
        case _:
            return False


def retry_text(policies: tuple[Retry, ...]) -> str:
    """The source of the constant's value."""
    if _is_once(policies) or not is_native(policies):
        return bounded_text(policies)
    return _native(policies[0])


def bounded_text(policies: tuple[Retry, ...]) -> str:
    """The same where a deadline is: a delay ends with it (T2), but Temporal gives up as soon as it knows that the next
    attempt would come too late.
    """
    return _ONCE_TEXT if _is_once(policies) else f"({', '.join(_own(policy) for policy in policies)},)"


def _is_once(policies: tuple[Retry, ...]) -> bool:
    return not policies or (len(policies) == 1 and policies[0].max_attempts == 1)


def _native(retry: Retry) -> str:
    cap = retry.initial if retry.max_interval is None else retry.max_interval
    initial = min(retry.initial, cap) if retry.max_interval is not None else retry.initial
    factor = retry.multiplier if retry.backoff == "exponential" else 1.0
    arguments = [
        f"maximum_attempts={retry.max_attempts}",
        f"initial_interval={seconds(initial)}",
        f"backoff_coefficient={factor!r}",
    ]
    longest = initial * factor ** (retry.max_attempts - 2)
    if retry.max_interval is not None:
        arguments.append(f"maximum_interval={seconds(max(retry.max_interval, initial))}")
    elif longest > 100 * initial:  # without a maximum, Temporal caps at a hundred times the initial interval
        arguments.append(f"maximum_interval={seconds(round(longest))}")
    if retry.never:
        arguments.append(f"non_retryable_error_types={_strings(retry.never)}")
    return call("RetryPolicy", arguments)


def _strings(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(python_string, texts))}]"


def _own(retry: Retry) -> str:
    arguments = [f"maximum_attempts={retry.max_attempts}", f"delay=lambda failures: {_delay(retry)}"]
    if retry.jitter == "full":
        arguments.append("jitter=True")
    arguments += [f"only={_strings(retry.only)}"] if retry.only else []
    arguments += [f"never={_strings(retry.never)}"] if retry.never else []
    return call("Retry", arguments)


def _delay(retry: Retry) -> str:
    initial = repr(retry.initial / 1000)
    match retry.backoff:
        case "constant":
            delay = initial
        case "linear":
            delay = f"{initial} * failures"
        case "exponential":
            power = f"{retry.multiplier!r} ** (failures - 1)"
            delay = power if retry.initial == 1000 else f"{initial} * {power}"
    return delay if retry.max_interval is None else f"min({delay}, {retry.max_interval / 1000!r})"
