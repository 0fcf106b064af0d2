"""Reads emitted files back into the facts that they state, and holds them against what the workflow promises."""

import ast
import json
from collections.abc import Iterator, Mapping
from typing import Any

from wfc.ir.nodes import Workflow
from wfc.validation.compare import mismatches
from wfc.validation.expected import expected_facts
from wfc.validation.facts import Aspect
from wfc_targets.stepfunctions.readback.admission import admission_differences
from wfc_targets.stepfunctions.readback.calls import Stated
from wfc_targets.stepfunctions.readback.definition import every_state, read_definition
from wfc_targets.stepfunctions.readback.deployment import deployment_facts
from wfc_targets.stepfunctions.readback.ends import run_facts
from wfc_targets.stepfunctions.readback.handing import handing_differences
from wfc_targets.stepfunctions.readback.handlers import handler_differences
from wfc_targets.stepfunctions.readback.lambdas import EntryPoint, read_entry_points
from wfc_targets.stepfunctions.readback.nodes import node_facts
from wfc_targets.stepfunctions.readback.promised import promised_facts
from wfc_targets.stepfunctions.readback.reached import reached
from wfc_targets.stepfunctions.readback.reading import Reading, reading_of
from wfc_targets.stepfunctions.readback.syntax import NULL, Unreadable
from wfc_targets.stepfunctions.readback.undone import chains_of

UNREAD: Mapping[Aspect, str] = {}
"""What the output does not state in a form that can be read, and why."""

_FUNCTION = "ARN of the function whose handler is handlers."
_MACHINE = "ARN of the alias live of "


def validate(
    workflow: Workflow, files: Mapping[str, bytes], options: Mapping[str, str | int | bool]
) -> tuple[str, ...]:
    """What emitted files say otherwise than the workflow means, one sentence each."""
    try:
        named = {path.rpartition("/")[2]: data for path, data in files.items()}
        return tuple(_complaints(workflow, named, asked=bool(options["validate"])))
    except Unreadable as found:
        return (str(found),)


def _complaints(workflow: Workflow, files: Mapping[str, bytes], *, asked: bool) -> Iterator[str]:
    (definition,) = (data for name, data in files.items() if name.endswith(".asl.json"))
    source, template = ast.parse(files["handlers.py"]), json.loads(files["template.json"])
    named = read_entry_points(source)
    points = dict(_points(template["Parameters"], named))
    machine = read_definition(definition)
    reading = reading_of(reached(workflow, machine), machine, workflow)
    core = expected_facts(reading.workflow, lambda expr: expr)
    chains, promised = chains_of(reading, core), promised_facts(reading, core)
    result = promised.get(("", Aspect.RESULT), NULL)
    assert isinstance(result, tuple)
    stated = _facts(
        deployment_facts(workflow, template, points),
        run_facts(reading, points, chains, result),
        node_facts(reading, points, chains),
    )
    yield from mismatches(promised, stated, UNREAD)
    yield from handler_differences(workflow, source, files["handlers.py"].decode(), named)
    yield from admission_differences(reading, asked=asked)
    yield from handing_differences(reading)
    yield from _unread(reading)


def _points(parameters: Mapping[str, Any], named: Mapping[str, EntryPoint]) -> Iterator[tuple[str, EntryPoint]]:
    """What the placeholders of the definition stand for."""
    for parameter, fields in parameters.items():
        said = fields["Description"]
        if said.startswith(_FUNCTION):
            yield f"${{{parameter}}}", named[said.removeprefix(_FUNCTION)]
        elif said.startswith(_MACHINE):
            machine = said.removeprefix(_MACHINE)
            yield f"${{{parameter}}}", EntryPoint(name=machine, handler=None, machine=machine)


def _facts(*sources: Stated) -> dict[tuple[str, Aspect], object]:
    """All that is said. What is said twice must be said alike."""
    found: dict[tuple[str, Aspect], object] = {}
    for place, aspect, value in (one for source in sources for one in source):
        if value is not None and value not in ((), NULL):
            before = found.setdefault((place, aspect), value)
            found[place, aspect] = value if before == value else (before, value)
    return found


def _unread(reading: Reading) -> Iterator[str]:
    """States that nothing was read from."""
    yield from (
        f"nothing leads to {state.name}"
        for state in every_state(reading.machine)
        if id(state) not in reading.seen and not state.name.startswith("undo ")  # what edges lead to that nothing takes
    )
