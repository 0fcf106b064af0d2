"""What starts a run. A manual start is always possible and needs no word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY
from typing import TYPE_CHECKING, Generic, Literal

from wfc.spec.generics import Ctx, In, Out
from wfc.spec.record import Record, record

if TYPE_CHECKING:
    from wfc.spec.protocols import EventFields, EventValue, RunFields
    from wfc.spec.workflow import Workflow


@record
class Trigger(Record):
    """What all triggers are. Not written in a spec."""


@record
class Cron(Trigger):
    """Start at each instant whose local time in `timezone` matches. `overlap` None means `allow`, but was not said."""

    expression: str
    timezone: str = "UTC"
    _: KW_ONLY
    input: Mapping[str, object] | None = None
    context: Mapping[str, object] | None = None
    catchup: bool = False
    overlap: Literal["allow", "skip", "queue"] | None = None
    dst: Literal["target"] | None = None


@record
class OnEvent(Trigger):
    """Start for each event of this name from `source` that `where` lets through."""

    name: str
    source: str
    _: KW_ONLY
    where: EventValue | None = None
    input: EventFields | None = None
    context: EventFields | None = None
    dedupe: EventValue | None = None


@record
class After(Trigger, Generic[In, Ctx, Out]):
    """Start when a run of another workflow has ended."""

    workflow: Workflow[In, Ctx, Out] | str
    _: KW_ONLY
    outcome: Literal["success", "failure", "any"] = "success"
    input: RunFields[Out] | None = None
    context: RunFields[Out] | None = None
