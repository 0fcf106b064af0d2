"""Read the workflows of a spec file and those that they call, each once.

Refused is what no nesting of records can hold: calls that lead in a circle or on without an end. Reports bad-value,
call-cycle and colliding-names.
"""

from dataclasses import dataclass, field, replace
from typing import TypeAlias, final

import wfc as spec
from wfc.diagnostics import Diagnostics, Label
from wfc.diagnostics.catalogue import BAD_VALUE, CALL_CYCLE, COLLIDING_NAMES
from wfc.frontend.build_surface import read_workflow
from wfc.frontend.lambda_texts import LambdaTexts
from wfc.frontend.models import Models
from wfc.frontend.operations import Operations
from wfc.frontend.reader import Reader
from wfc.frontend.sources import Sources
from wfc.ir.surface import Workflow

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
            reader = Reader(self.sources, self.found, models, operations, record, LambdaTexts(self.sources))
            self._read[id(record)] = replace(read_workflow(record, reader), children=self._children(reader))
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
