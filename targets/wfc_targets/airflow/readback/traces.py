"""What a run comes to, as far as the core promises it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import final

from wfc_targets.airflow.readback.chances import Decision, Record


@final
@dataclass(slots=True, kw_only=True)
class Trace:
    """A run as it was played. `outcomes`: `succeeded` or `failed` for each node that was reached. `handled`: at which
    place which failure is the one handled last. `ends`: for each block what node it has ended with, None for one
    without output. `undone`: places in their order. `told`: was `after_compensation`? `alerted`: whose promise was
    looked at.
    """

    outcomes: dict[str, str] = field(default_factory=dict)
    handled: dict[str, Record | None] = field(default_factory=dict)
    ends: dict[tuple[str, str], str | None] = field(default_factory=dict)
    undone: list[str] = field(default_factory=list)
    told: bool = False
    alerted: set[str] = field(default_factory=set)
    error: Record | None = None


Decisions = dict[str, Decision]


def difference(expected: Trace, played: Trace) -> str | None:
    """The first difference between a run of the core and the same one of the DAG."""
    return next(_differences(expected, played), None)


def _differences(expected: Trace, played: Trace) -> Iterator[str]:
    for node in dict.fromkeys((*expected.outcomes, *played.outcomes)):
        if expected.outcomes.get(node) != played.outcomes.get(node):
            yield f"{node} {_became(expected.outcomes.get(node))}, but {_became(played.outcomes.get(node))}"
    for place, record in played.handled.items():
        if record != expected.handled.get(place, expected.error):
            yield f"the error at {place} is {_shown(expected.handled.get(place, expected.error))}, not {_shown(record)}"
    if expected.error != played.error:
        yield f"the run ends with {_shown(expected.error)}, not {_shown(played.error)}"
    for block, end in played.ends.items():
        if block in expected.ends and expected.ends[block] != end:
            yield f"{' '.join(block)} yields the output of {expected.ends[block]}, not of {end}"
    if expected.undone != played.undone:
        yield f"undone are {expected.undone}, not {played.undone}"
    if expected.told != played.told:
        yield f"after_compensation is {'' if expected.told else 'not '}told"
    if expected.alerted != played.alerted:
        yield f"the promises of {sorted(expected.alerted)} are looked at, not of {sorted(played.alerted)}"


def _became(outcome: str | None) -> str:
    return "is not reached" if outcome is None else f"has {outcome}"


def _shown(record: Record | None) -> str:
    return "success" if record is None else f"{record.type} of {record.step or 'the run'}"


def told_as(decisions: Decisions) -> str:
    """The decisions of a run, for a complaint."""
    return ", ".join(f"{node} {_said(one)}" for node, one in decisions.items())


def _said(decision: Decision) -> str:
    if decision.type is not None:
        return f"fails with {decision.type}"
    return f"cannot decide {decision.condition}" if decision.condition is not None else f"takes way {decision.arm}"
