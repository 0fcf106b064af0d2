"""Retries that the platform's own retriers cannot delay as asked: a loop of Catch, Choice and Wait for each policy.

    step --Catch--> "retry step?" --attempts left--> "wait for step" --> step

The count lives in a variable. The failure is kept in `$retryFailure` until it is final, so that a handler that reads
`error` sees the same input in every attempt (S1).
"""

from dataclasses import dataclass
from typing import TypeAlias, final

from wfc.ir.policies import Retry
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.deadlines import DEADLINE
from wfc_targets.stepfunctions.errors import Caught, platform_names
from wfc_targets.stepfunctions.exits import Exit, is_one_of
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.retries import Share, shares
from wfc_targets.stepfunctions.states import Catcher, Choice, Rule, Template, Variables, Wait

PENDING = "retryFailure"
"""The variable that holds the failure until it is final; each leg has its own."""

Exits: TypeAlias = tuple[tuple[tuple[str, ...], Exit], ...]
"""Where a final failure leads, by its types; the last has none and stands for every other."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Looped:
    """A Task to be repeated: its state, the prefix of its variables, what its failures are, its policies, what every
    failed attempt notes besides, and where the run's deadline leads."""

    state: str
    variable: str
    caught: Caught
    policies: tuple[Retry, ...]
    remembered: Variables
    late: Exit | None = None


def add_loops(machine: Machine, looped: Looped, exits: Exits) -> tuple[Catcher, ...]:
    """Add the loops of a Task; return the catchers that lead into them. `exits` take the failure from
    `$retryFailure`."""
    divided = shares(looped.policies)
    catchers = []
    for number, share in enumerate(divided, 1):
        only = len(divided) == 1
        label = looped.state if only else f"{looped.state} ({number})"
        count = counters(looped.variable, looped.policies)[number - 1]
        counted = {count: f"{{% ($exists(${count}) ? ${count} : 0) + 1 %}}"}
        noted = {machine.own(PENDING): looped.caught.template(share.types), **counted, **looped.remembered}
        catchers.append(Catcher(errors=platform_names(share.types), assign=noted, next=names.retry(label)))
        machine.add(_decide(share, label, count, (looped.late, exits), f"${machine.own(PENDING)}.type"))
        machine.add(Wait(name=names.wait(label), seconds=_delay(share.policy, f"${count}"), next=looped.state))
    return tuple(catchers)


def counters(variable: str, policies: tuple[Retry, ...]) -> tuple[str, ...]:
    """The variables that count the failures of a Task, one for each policy that is applied."""
    divided = shares(policies)
    return tuple(f"{variable}Failures{number if len(divided) > 1 else ''}" for number, _ in enumerate(divided, 1))


def _decide(share: Share, label: str, count: str, ways: tuple[Exit | None, Exits], type: str) -> Choice:
    late, exits = ways
    first = [Rule(condition=f"{type} = '{DEADLINE}'", assign=late.assign, next=late.next)] if late else []
    again = Rule(condition=f"${count} < {share.policy.max_attempts}", next=names.wait(label))
    final = [Rule(condition=is_one_of(types, type), next=one.next, assign=one.assign) for types, one in exits[:-1]]
    _, otherwise = exits[-1]
    rules = (*first, again, *final)
    return Choice(name=names.retry(label), rules=rules, assign=otherwise.assign, default=otherwise.next)


def _delay(policy: Retry, count: str) -> Template:
    """Whole seconds after failure number `count` (S3)."""
    initial = policy.initial / 1000
    delay = {
        "constant": f"{initial:g}",
        "linear": count if initial == 1 else f"{initial:g} * {count}",
        "exponential": f"{initial:g} * $power({policy.multiplier:g}, {count} - 1)",
    }[policy.backoff]
    if policy.max_interval is not None:
        delay = f"$min([{delay}, {policy.max_interval / 1000:g}])"
    if policy.jitter == "full":
        delay = f"$random() * {delay}"
    whole = policy.backoff != "exponential" and policy.jitter == "none" and policy.initial % 1000 == 0
    return (
        f"{{% {delay} %}}" if whole and (policy.max_interval or 0) % 1000 == 0 else f"{{% $max([1, $ceil({delay})]) %}}"
    )
