"""When a cron trigger fires, and with what. Runs on the core.

Reports bad-cron, unknown-timezone, impossible-cron, clock-change, overlap-unstated and trigger-input.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice, pairwise
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from wfc.analysis.worst_case import worst_of_workflow
from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import (
    BAD_CRON,
    CLOCK_CHANGE,
    IMPOSSIBLE_CRON,
    OVERLAP_UNSTATED,
    TRIGGER_INPUT,
    UNKNOWN_TIMEZONE,
)
from wfc.durations import spell_duration
from wfc.expressions.assignable import assignable
from wfc.ir.nodes import Workflow
from wfc.ir.policies import Cron
from wfc.ir.types import Any as AnyType
from wfc.ir.types import Bool, Choices, Float, Int, List, Null, Record, Type, Union
from wfc.ir.walk import models_by_path

START = datetime(2026, 1, 1)  # noqa: DTZ001 - local time on purpose; fixed, so that a build does not depend on its day
DAYS = 5 * 366
SAMPLE = 400
"""How many instants are looked at for the shortest interval: more than a year of a daily trigger."""
HOW_TO_WRITE = 'write five fields, "minute hour day month weekday", such as "0 3 * * *"'


def check_triggers(workflow: Workflow, found: Diagnostics) -> None:
    """Check every cron trigger of a workflow."""
    for cron in workflow.triggers:
        _check_values(cron, "input", cron.input, workflow.input, workflow, found)
        _check_values(cron, "context", cron.context, workflow.context, workflow, found)
        zone = _zone(cron, found)
        instants = _instants(cron, found)
        if zone is not None and instants:
            _check_clock_changes(cron, zone, found)
            _check_overlap(cron, instants, workflow, found)


def _zone(cron: Cron, found: Diagnostics) -> ZoneInfo | None:
    try:
        return ZoneInfo(cron.timezone)
    except (KeyError, ValueError, OSError):
        help = 'use a name of the IANA database, such as "Europe/Berlin"'
        found.error(UNKNOWN_TIMEZONE, f"`{cron.timezone}` is not a time zone", cron.span, help)
        return None


def _instants(cron: Cron, found: Diagnostics) -> tuple[datetime, ...]:
    """The first local times at which the expression matches; none, and a finding, when it is not sound."""
    if len(cron.expression.split()) != 5:
        found.error(BAD_CRON, f"`{cron.expression}` does not have five fields", cron.span, HOW_TO_WRITE)
        return ()
    try:
        instants = tuple(islice(CronSim(cron.expression, START), SAMPLE))
    except CronSimError as error:
        if not _matches_in_another_month(cron.expression):
            message = f"`{cron.expression}` is not a cron expression: {error}"
            found.error(BAD_CRON, message, cron.span, HOW_TO_WRITE)
            return ()
        instants = ()
    if not instants:
        found.error(IMPOSSIBLE_CRON, f"`{cron.expression}` never matches", cron.span, "correct the day and the month")
    return instants


def _matches_in_another_month(expression: str) -> bool:
    """Of `0 3 30 2 *` cronsim says that the day is bad, and it is only the month that has no such day."""
    minute, hour, day, _, weekday = expression.split()
    try:
        CronSim(f"{minute} {hour} {day} * {weekday}", START)
    except CronSimError:
        return False
    return True


def _check_values(
    cron: Cron, name: str, written: str, wanted: Type | None, workflow: Workflow, found: Diagnostics
) -> None:
    value = json.loads(written)
    if wanted is None:
        reason = f"the workflow takes no {name}" if value is not None else None
    else:
        reason = assignable(_type_of({} if value is None else value), wanted, models_by_path(workflow))
    if reason is not None:
        message = f"`{name}` of the cron trigger does not fit `{workflow.key}`: {reason}"
        found.error(TRIGGER_INPUT, message, cron.span, f"give the trigger the `{name}` that a manual start would need")


def _type_of(value: Any) -> Type:
    """The type of a JSON constant."""
    match value:
        case dict():
            return Record(tuple((key, _type_of(item)) for key, item in value.items()))
        case list():
            members = tuple(dict.fromkeys(_type_of(item) for item in value))
            return List(members[0] if len(members) == 1 else Union(members) if members else AnyType())
        case None:
            return Null()
        case _:
            return Choices((value,)) if isinstance(value, str) else SCALARS[type(value)]


SCALARS: dict[type, Type] = {bool: Bool(), int: Int(), float: Float()}


def _check_clock_changes(cron: Cron, zone: ZoneInfo, found: Diagnostics) -> None:
    """V1: engines disagree on hours that are skipped or repeated, so a cron that can fall into one must say so."""
    if cron.dst is not None:
        return
    for day in _days_of_change(zone):
        for instant in _of_day(cron, day):
            kind = _kind(instant, zone)
            if kind is not None:
                message = (
                    f"`{cron.expression}` in {cron.timezone} matches {instant:%Y-%m-%d %H:%M}, an hour that is {kind}"
                )
                help = 'use another hour or `timezone="UTC"`, or accept what each platform does with `dst="target"`'
                found.error(CLOCK_CHANGE, message, cron.span, help)
                return


def _of_day(cron: Cron, day: datetime) -> Iterator[datetime]:
    for instant in CronSim(cron.expression, day - timedelta(minutes=1)):
        if instant >= day + timedelta(days=1):
            return
        yield instant


def _days_of_change(zone: ZoneInfo) -> Iterator[datetime]:
    for day in (START + timedelta(days=number) for number in range(DAYS)):
        if day.replace(tzinfo=zone).utcoffset() != (day + timedelta(days=1)).replace(tzinfo=zone).utcoffset():
            yield day


def _kind(local: datetime, zone: ZoneInfo) -> str | None:
    """PEP 495: the two readings of a local time differ only in a gap, where fold=1 is earlier, and in a fold."""
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    assert first is not None
    assert second is not None
    return None if first == second else "skipped" if first < second else "repeated"


def _check_overlap(cron: Cron, instants: tuple[datetime, ...], workflow: Workflow, found: Diagnostics) -> None:
    if cron.overlap_written or len(instants) < 2:
        return
    interval = min(int((after - before).total_seconds() * 1000) for before, after in pairwise(instants))
    worst = worst_of_workflow(workflow)
    if worst.total > interval:
        message = (
            f"a run can take {spell_duration(worst.total)}, and the next one starts after {spell_duration(interval)}"
        )
        help = 'say what is meant: `overlap="allow"`, `"skip"` or `"queue"`'
        found.warn(OVERLAP_UNSTATED, message, cron.span, help)
