"""When schedules start runs: cron expressions, ours and those of EventBridge, as the instants that they name."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from wfc.ir.policies import Cron
from wfc_targets.stepfunctions.readback.syntax import Unreadable

Ticks: TypeAlias = tuple[frozenset[int] | None, ...]
"""Minutes, hours, days of the month, months, days of the week; None for all of them."""

_FIRST_AND_LAST = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
_NAMES = {name: number for number, name in enumerate("SUN MON TUE WED THU FRI SAT".split())} | {
    name: number for number, name in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)
}
_RUN = {"trigger": "cron", "scheduled_at": "<aws.scheduler.scheduled-time>"}


def promised(cron: Cron) -> Iterator[tuple[Ticks, str, object]]:
    """What a trigger promises: days of the month and of the week are either, where both are restricted (V1)."""
    minute, hour, day, month, weekday = (
        _values(field, place) for place, field in enumerate(cron.expression.upper().split())
    )
    given = {"input": json.loads(cron.input), "context": json.loads(cron.context), "run": _RUN}
    both = [(day, None), (None, weekday)] if day is not None and weekday is not None else [(day, weekday)]
    for days, weekdays in both:
        yield (minute, hour, days, month, weekdays), cron.timezone, json.dumps(given, sort_keys=True)


def stated(properties: Mapping[str, Any]) -> tuple[Ticks, str, object]:
    """What an `AWS::Scheduler::Schedule` says."""
    text = properties["ScheduleExpression"]
    if not text.startswith("cron(") or not text.endswith(" *)"):
        raise Unreadable(f"a schedule of {text}")
    fields = text[5:-3].split()
    if "?" not in (fields[2], fields[4]):
        raise Unreadable(f"EventBridge refuses {text}")
    ticks = tuple(None if field == "?" else _values(field, place) for place, field in enumerate(fields))
    given = json.dumps(json.loads(properties["Target"]["Input"]), sort_keys=True)
    return ticks, properties["ScheduleExpressionTimezone"], given


def _values(field: str, place: int) -> frozenset[int] | None:
    if field == "*":
        return None
    return frozenset(one for part in field.split(",") for one in _part(part, place))


def _part(part: str, place: int) -> Iterator[int]:
    lowest, highest = _FIRST_AND_LAST[place]
    span, _, step = part.partition("/")
    first, dash, last = span.partition("-")
    begin = lowest if span == "*" else _number(first)
    end = highest if span == "*" or (step and not dash) else _number(last or first)
    if place == 4:
        end = 7 if dash and end == 0 else end
        yield from (
            day % 7
            for day in range(
                begin % 7 if not dash else begin, end + 1 if dash or step else begin % 7 + 1, int(step or 1)
            )
        )
        return
    yield from range(begin, end + 1, int(step or 1))


def _number(text: str) -> int:
    return _NAMES[text] if text in _NAMES else int(text)
