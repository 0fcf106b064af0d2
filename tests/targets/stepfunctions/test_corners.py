"""Corners that no example spec turns: the machine does there, too, what the interpreter does."""

from functools import cache
from pathlib import Path

import pytest

from wfc.cli.reading import read_specs
from wfc.diagnostics import Severity
from wfc.interpret.run import interpret
from wfc.ir.nodes import Workflow
from wfc.scenario.compare import differences
from wfc.scenario.journal import Journal
from wfc.scenario.model import Reply, Scenario
from wfc.target import Job
from wfc_targets.stepfunctions import TARGET
from wfc_targets.stepfunctions.engine.client import StepFunctionsEngine

pytestmark = pytest.mark.engine

SPEC = Path(__file__).parent / "specs" / "corners.py"


@cache
def workflow(key: str) -> Workflow:
    read = read_specs([SPEC], SPEC.parent)
    assert [found.message for found in read.findings if found.severity is Severity.ERROR] == []
    return next(one for one in read.workflows[SPEC] if one.key == key)


def busy(times: int, *then: Reply) -> tuple[Reply, ...]:
    return (*(Reply(error="Busy", message=f"no {number}") for number in range(times)), *then)


OK = Reply(output={"id": "x", "size": 2})
BROKEN = Reply(error="Broken", message="it is {broken}")
LATE = Reply(takes=9000)

LOOPS = {
    "works": {"first": (OK,)},
    "busy once": {"first": busy(1, OK)},
    "busy for good": {"first": busy(9), "handle": (OK,)},
    "busy, then late, then works": {"first": (*busy(2), LATE, OK)},
    "late for good": {"first": (LATE,)},
    "each policy has its own count": {"first": (*busy(1), LATE, *busy(1), OK)},
    "broken at once": {"first": (BROKEN,)},
    "broken after a while": {"first": (*busy(1), BROKEN)},
    "output does not fit": {"first": (*busy(1), Reply(output={"id": 1}))},
    "second fails": {"first": (OK,), "second": (BROKEN,)},
    "undone at third attempt": {"first": (OK,), "second": (BROKEN,), "first:undo": (LATE, *busy(1), Reply())},
    "not undone": {"first": (OK,), "second": (BROKEN,), "first:undo": busy(9)},
    "not undone at once": {"first": (OK,), "second": (BROKEN,), "first:undo": (*busy(1), BROKEN)},
    "handler sees the same error in all attempts": {"first": busy(9), "handle": (*busy(2), OK)},
    "handler fails too": {"first": busy(9), "handle": busy(9)},
}

ENDS = {
    "works": {"error": (OK,), "last": (OK,)},
    "too small": {"error": (Reply(output={"id": "x", "size": 1}),)},
    "condition fails": {"error": (Reply(output={"id": "x", "size": 0}),)},
    "result fails": {"error": (OK,), "last": (Reply(output={"id": "x", "size": 0}),)},
    "attempted, handled, then failed": {"error": busy(1), "last": (BROKEN,)},
    "attempted, not handled": {"error": (BROKEN,)},
    "failed late": {"error": (OK,), "last": (LATE,)},
}


@pytest.mark.parametrize("validate", [False, True])
@pytest.mark.parametrize(("key", "name"), [("loops", name) for name in LOOPS] + [("ends", name) for name in ENDS])
def test_same_journal(engine: StepFunctionsEngine, key: str, name: str, validate: bool) -> None:
    flow = workflow(key)
    operations = {"loops": LOOPS, "ends": ENDS}[key][name]
    scenario = Scenario(name=name, file="", workflow=key, input={}, context=None, operations=operations)
    files = TARGET.emit(flow, {"validate": validate})
    assert TARGET.check(files) == ()
    job = Job(workflow=flow, files=files, scenario=scenario, roots=(str(SPEC.parent),), time_scale=1.0)
    expected: Journal = interpret(flow, scenario).journal
    assert list(differences(expected, engine.run(job), flow)) == []
