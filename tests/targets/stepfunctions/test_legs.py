"""What branches and elements bring out: machines do what the interpreter does, and refuse what is too large."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.targets.stepfunctions.emitted import machine
from wfc.cli.reading import read_specs
from wfc.diagnostics import Severity
from wfc.interpret.run import interpret
from wfc.ir.nodes import Workflow
from wfc.scenario.compare import differences
from wfc.scenario.journal import Failure, Journal
from wfc.scenario.model import Reply, Scenario
from wfc.target import Job
from wfc_targets.stepfunctions import TARGET
from wfc_targets.stepfunctions.engine.client import StepFunctionsEngine

pytestmark = pytest.mark.engine

SPEC = Path(__file__).parent / "specs" / "legs.py"


@cache
def workflow(key: str) -> Workflow:
    read = read_specs([SPEC], SPEC.parent)
    assert [found.message for found in read.findings if found.severity is Severity.ERROR] == []
    return next(one for one in read.workflows[SPEC] if one.key == key)


def played(input: dict[str, Any], script: dict[str, tuple[Reply, ...]], key: str = "carrying") -> Job:
    flow = workflow(key)
    scenario = Scenario(name="", file="", workflow=key, input=input, context=None, operations=script)
    files = TARGET.emit(flow, {"validate": True})
    assert TARGET.check(files) == ()
    return Job(workflow=flow, files=files, scenario=scenario, roots=(str(SPEC.parent),), time_scale=1.0)


def ok(size: int = 1, takes: int = 0) -> tuple[Reply, ...]:
    return (Reply(output={"id": "x", "size": size}, takes=takes),)


BROKEN = (Reply(error="Broken", message="it is {broken}"),)
SOUND = {"work": ok()}

RUNS: dict[str, tuple[dict[str, Any], dict[str, tuple[Reply, ...]]]] = {
    "all is well": ({"size": 2}, SOUND),
    "one is late in each leg": ({"size": 2}, {**SOUND, "first": ok(takes=2000), "inner[1]": ok(takes=3000)}),
    "a handled failure stays in its leg": ({"size": 2}, {**SOUND, "first": BROKEN}),
    "a leg ends with a failure and null": ({"size": 2}, {**SOUND, "second": BROKEN}),
    "a condition fails in a leg": ({"size": 2}, {**SOUND, "second": ok(0)}),
    "a leg fails by its condition": ({"size": 2}, {**SOUND, "second": ok(9)}),
    "the items fail": ({"size": 0}, SOUND),
    "a wait fails in an element": ({"size": 3}, SOUND),
    "an element is tried again": ({"size": 2}, {**SOUND, "inner[0]": (*BROKEN, *ok())}),
    "an element fails for good": ({"size": 2}, {**SOUND, "inner[1]": BROKEN}),
    "both legs fail": ({"size": 2}, {**SOUND, "second": ok(9), "inner[0]": BROKEN}),
    "all is undone, the last element first": ({"size": 2}, {**SOUND, "last": BROKEN}),
    "an element is not undone": ({"size": 2}, {**SOUND, "last": BROKEN, "inner[1]:undo": BROKEN}),
    "an element is undone at the second attempt": (
        {"size": 2},
        {**SOUND, "last": BROKEN, "inner[0]:undo": (*BROKEN, Reply())},
    ),
}


@pytest.mark.parametrize("name", RUNS)
def test_same_journal(engine: StepFunctionsEngine, name: str) -> None:
    job = played(*RUNS[name])
    expected: Journal = interpret(job.workflow, job.scenario).journal
    assert list(differences(expected, engine.run(job), job.workflow)) == []


LARGE = (Reply(output={"id": "x" * 100_000, "size": 1}),)


def test_what_is_too_large_for_the_join_fails_its_step_and_is_compensated_for(engine: StepFunctionsEngine) -> None:
    """100 kB would pass from step to step, but not beside what the other legs bring out."""
    journal = engine.run(played({"size": 2}, {**SOUND, "inner[1]": LARGE}))
    assert journal.error is not None
    assert (journal.error.type, journal.error.step) == ("TooLarge", "inner[1]")
    assert [call.address for call in journal.calls if ":undo" in call.address] == [
        *["inner[1]:undo", "inner[0]:undo", "first:undo"]
    ]


def test_a_join_that_is_too_large_all_the_same_fails_and_is_compensated_for(engine: StepFunctionsEngine) -> None:
    """Forty long messages: nobody limits those, and `States.ALL` would not catch what becomes of them."""
    script = {**SOUND, "one": (Reply(error="Broken", message="x" * 8000),)}
    journal = engine.run(played({"size": 2}, script, "crowded"))
    assert journal.error == Failure(type="TooLarge", message="", step="crowd")
    assert (journal.outcomes["one[39]"], journal.outcomes["crowd"]) == ("failed", "failed")
    assert [(call.address, call.input["why"]) for call in journal.calls if ":undo" in call.address] == [
        ("first:undo", "TooLarge")
    ]


def test_legs_share_what_a_state_can_carry() -> None:
    """Two branches; the elements of one share its half, and each brings out one value."""
    left, right = machine(workflow("carrying"), validate=True)["States"]["both"]["Branches"]
    assert left["States"]["first"]["Arguments"]["Payload"]["limit"] == 240_000 // 2 // 3
    each = right["States"]["each"]
    assert each["ItemSelector"]["limit"].startswith("{% $floor(240000 / 2 / $count(")
    payload = each["ItemProcessor"]["States"]["inner"]["Arguments"]["Payload"]
    assert payload["limit"] == "{% $floor($states.input.limit / 2) %}"


def test_an_edge_for_failures_that_cannot_happen_leads_nowhere() -> None:
    """Step Functions refuses states that nothing leads to. No leg of this one can fail."""
    states = machine(workflow("idle"))["States"]
    assert list(states) == ["rest", "Succeeded"]
    assert states["rest"]["Next"] == "Succeeded"
    assert "Catch" not in states["rest"]
