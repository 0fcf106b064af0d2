"""Turn the author's records into the surface IR: data with a place for everything, nothing judged.

What is refused here is only what cannot be represented: unreadable lambdas and durations, calls that lead nowhere or
in a circle, and constructs that this version does not compile yet, so that nothing is dropped in silence. Reports
bad-value, call-cycle, colliding-names and unsupported-step-kind.
"""

from dataclasses import dataclass, field, replace
from typing import TypeAlias, final

import wfc as spec
from wfc.diagnostics import Diagnostics, Label
from wfc.diagnostics.catalogue import BAD_VALUE, CALL_CYCLE, COLLIDING_NAMES
from wfc.frontend.build_edges import read_catches
from wfc.frontend.build_steps import read_nodes, read_step
from wfc.frontend.calls import workflows_beside
from wfc.frontend.models import Models
from wfc.frontend.operations import Operations
from wfc.frontend.policies import check_allowed, read_cron, read_retries
from wfc.frontend.reader import Reader
from wfc.frontend.sources import Sources
from wfc.ir.policies import Cron
from wfc.ir.surface import Defaults, Workflow

Record: TypeAlias = spec.Workflow

DEEPEST = 16
"""Workflows that wait for each other."""


@final
@dataclass(slots=True)
class Library:
    """The workflows of a spec file and those that they call, each read once, however many calls name it."""

    sources: Sources
    found: Diagnostics
    _read: dict[int, Workflow] = field(default_factory=dict)
    _reading: list[Record] = field(default_factory=list)
    _by_name: dict[tuple[str, str], Record] = field(default_factory=dict)

    def surface(self, record: Record) -> Workflow:
        """The surface IR of a workflow, with the workflows that it calls."""
        if id(record) not in self._read:
            self._by_name.setdefault((record.key, record.version), record)
            self._reading.append(record)
            models = Models(self.found)
            operations = Operations(models, self.sources, self.found)
            reader = Reader(self.sources, self.found, models, operations, workflows_beside(record))
            self._read[id(record)] = replace(_workflow(record, reader), children=self._children(reader))
            self._reading.pop()
        return self._read[id(record)]

    def _children(self, reader: Reader) -> tuple[Workflow, ...]:
        children: dict[tuple[str, str], Workflow] = {}
        for call, child in reader.called:
            if self._leads_on(call, child, reader):
                children.setdefault((child.key, child.version), self.surface(child))
        return tuple(children.values())

    def _leads_on(self, call: "spec.Call", child: Record, reader: Reader) -> bool:
        at = reader.argument(call, "workflow")
        circle = [*self._reading, child]
        first = next(index for index, one in enumerate(circle) if one is child)
        other = self._by_name.setdefault((child.key, child.version), child)
        if first < len(self._reading):
            path = " → ".join(f"`{one.key}`" for one in circle[first:])
            message = f"`{child.key}` calls itself: {path}"
            help = "let one of them end without the call; for repeating something there are `Poll` and `ForEach`"
            self.found.error(CALL_CYCLE, message, at, help)
            return False
        if len(self._reading) > DEEPEST:
            message = f"`{child.key}` would be called through more than {DEEPEST} other workflows"
            self.found.error(BAD_VALUE, message, at, "call fewer workflows one through the other")
            return False
        if other is not child and other != child:
            message = f"this `{child.key}` {child.version} is not the other one of that name and version"
            label = Label(reader.span(other), "the other one")
            self.found.error(COLLIDING_NAMES, message, at, "make the workflow once, or give it another key", label)
            return False
        return True


def _workflow(record: Record, reader: Reader) -> Workflow:
    at = reader.span(record)
    check_allowed(record, "stability", reader.sources, reader.found)
    surface = Workflow(
        key=record.key,
        version=record.version,
        title=record.title,
        description=record.description,
        owners=tuple(record.owners),
        tags=tuple(record.tags),
        stability=record.stability,
        input=reader.model(record, "input"),
        context=reader.model(record, "context"),
        output=None if record.output is None else reader.models.type_of(record.output, at),
        steps=read_nodes(record.steps, reader),
        handlers=read_nodes(record.handlers, reader),
        entry=record.entry if record.entry is None or isinstance(record.entry, str) else record.entry.id,
        result=reader.function(record, "result"),
        defaults=_defaults(record.defaults, reader),
        deadline=reader.duration(record, "deadline"),
        sla=reader.sla(record.sla),
        after_compensation=None if record.after_compensation is None else read_step(record.after_compensation, reader),
        triggers=_triggers(record, reader),
        operations=(),
        models=(),
        children=(),
        file=at.file,
        span=at,
        key_span=reader.argument(record, "key"),
    )
    # reading the rest has met all of them
    operations, models = reader.operations.known, reader.models.known
    return replace(
        surface,
        operations=tuple(operations[key] for key in sorted(operations)),
        models=tuple(models[path] for path in sorted(models)),
    )


def _defaults(record: "spec.Defaults | None", reader: Reader) -> Defaults:
    if record is None:
        return Defaults(retry=None, timeout=None, on_failure=None)
    return Defaults(
        retry=read_retries(record.retry, (), reader.sources, reader.found),
        timeout=reader.duration(record, "timeout"),
        on_failure=read_catches(record, reader),
    )


def _triggers(record: Record, reader: Reader) -> tuple[Cron, ...]:
    crons = [trigger for trigger in record.triggers if isinstance(trigger, spec.Cron)]
    for trigger in record.triggers:
        if not isinstance(trigger, spec.Cron):
            what = f"the trigger `{type(trigger).__name__}`"
            reader.unsupported(trigger, what, "start the workflow by hand or by `Cron`")
    return tuple(read_cron(cron, reader.sources, reader.found) for cron in crons)
