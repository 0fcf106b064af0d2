"""Reads emitted files back into the facts that they state, and holds them against what the workflow promises."""

import ast
import json
from collections.abc import Iterator, Mapping

from wfc.ir.nodes import Workflow
from wfc.validation.compare import mismatches
from wfc.validation.facts import Aspect
from wfc_targets.stepfunctions.readback.calls import EntryPoints, Stated
from wfc_targets.stepfunctions.readback.definition import every_state, read_definition
from wfc_targets.stepfunctions.readback.deployment import deployment_facts
from wfc_targets.stepfunctions.readback.ends import run_facts
from wfc_targets.stepfunctions.readback.handing import handing_differences
from wfc_targets.stepfunctions.readback.lambdas import read_entry_points
from wfc_targets.stepfunctions.readback.nodes import node_facts
from wfc_targets.stepfunctions.readback.promised import promised_facts
from wfc_targets.stepfunctions.readback.reading import Reading, reading_of
from wfc_targets.stepfunctions.readback.syntax import NULL, Unreadable
from wfc_targets.stepfunctions.readback.undone import chains_of

UNREAD: Mapping[Aspect, str] = {}
"""What the output does not state in a form that can be read, and why."""

_PREFIX = "ARN of the function whose handler is handlers."


def validate(
    workflow: Workflow, files: Mapping[str, bytes], options: Mapping[str, str | int | bool]
) -> tuple[str, ...]:
    """What emitted files say otherwise than the workflow means, one sentence each."""
    try:
        return tuple(_complaints(workflow, {path.rpartition("/")[2]: data for path, data in files.items()}))
    except Unreadable as found:
        return (str(found),)


def _complaints(workflow: Workflow, files: Mapping[str, bytes]) -> Iterator[str]:
    (definition,) = (data for name, data in files.items() if name.endswith(".asl.json"))
    source, template = ast.parse(files["handlers.py"]), json.loads(files["template.json"])
    named = read_entry_points(source)
    points: EntryPoints = {
        f"${{{name}}}": named[one["Description"].removeprefix(_PREFIX)]
        for name, one in template["Parameters"].items()
        if one["Description"].startswith(_PREFIX)
    }
    reading = reading_of(workflow, read_definition(definition))
    chains = chains_of(reading)
    promised = promised_facts(reading)
    result = promised.get(("", Aspect.RESULT), NULL)
    assert isinstance(result, tuple)
    stated = _facts(
        deployment_facts(workflow, template, tuple(one[2:-1] for one in points)),
        run_facts(reading, points, chains, result),
        node_facts(reading, points, chains),
    )
    yield from mismatches(promised, stated, UNREAD)
    yield from handing_differences(reading)
    yield from _unread(reading)


def _facts(*sources: Stated) -> dict[tuple[str, Aspect], object]:
    return {
        (place, aspect): value
        for source in sources
        for place, aspect, value in source
        if value is not None and value not in ((), NULL)
    }


def _unread(reading: Reading) -> Iterator[str]:
    """States that nothing was read from."""
    yield from (
        f"nothing leads to {state.name}" for state in every_state(reading.machine) if id(state) not in reading.seen
    )
