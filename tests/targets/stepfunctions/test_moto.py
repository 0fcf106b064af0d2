"""A second opinion: the same machines on moto, whose engine shares nothing with the one that the conformance tests
use. Its branches and elements are threads in real time, so it is also the witness that siblings settle (P1, P2).
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.targets.stepfunctions.conftest import started
from tests.targets.stepfunctions.emitted import case_of, job
from wfc.cli.reading import read_specs
from wfc.diagnostics import Severity
from wfc.interpret.run import interpret
from wfc.ir.nodes import Workflow
from wfc.scenario.compare import differences
from wfc.scenario.model import Reply, Scenario
from wfc.target import Job
from wfc_targets.stepfunctions import TARGET
from wfc_targets.stepfunctions.engine.client import StepFunctionsEngine

pytestmark = [pytest.mark.engine, pytest.mark.slow]

SCENARIOS = [
    ("concert_tickets", "seats_taken"),
    ("concert_tickets", "suggestion_fails"),
    ("insurance_claim", "suspicious"),
    ("loan_application", "no_income"),
    ("order_saga", "shipped"),
    ("order_saga", "no_carrier"),
    ("order_saga", "release_fails_for_good"),
    ("payment_flow", "paid"),
    ("payment_flow", "method_invalid"),
    ("trip_booking", "no_car_left_and_not_paid"),
    ("wire_transfer", "target_closed"),
]


@pytest.fixture(scope="module")
def moto() -> Iterator[StepFunctionsEngine]:
    yield from started(StepFunctionsEngine(Path(__file__).with_name("second_opinion.py")))


@pytest.mark.parametrize(("spec", "scenario"), SCENARIOS)
def test_moto_agrees(moto: StepFunctionsEngine, spec: str, scenario: str) -> None:
    case = case_of(spec, scenario)
    expected = interpret(case.workflow, case.scenario).journal
    assert list(differences(expected, moto.run(job(spec, scenario)), case.workflow)) == []


SPEC = Path(__file__).parent / "specs" / "siblings.py"


@cache
def workflow(key: str) -> Workflow:
    read = read_specs([SPEC], SPEC.parent)
    assert [found.message for found in read.findings if found.severity is Severity.ERROR] == []
    return next(one for one in read.workflows[SPEC] if one.key == key)


def ok(takes: int = 0) -> tuple[Reply, ...]:
    return (Reply(output={"id": "x", "size": takes}, takes=takes),)


def bad(takes: int = 0) -> tuple[Reply, ...]:
    return (Reply(error="Broken", message=f"after {takes}", takes=takes),)


SLOW = 700
"""Milliseconds in real time: long enough for whatever else there is to do."""

SETTLING = {
    "together": {
        "nobody fails": {},
        "right fails, left goes on to its end": {"left": ok(SLOW), "right": bad()},
        "left fails, right goes on to its end": {"left": bad(), "right": ok(SLOW)},
        "further fails when right has long succeeded": {"left": ok(SLOW), "further": bad()},
        "both fail, the first in the spec is the later": {"left": bad(SLOW), "right": bad()},
        "what succeeded is undone when mending fails": {"left": ok(SLOW), "right": bad(), "mend": bad()},
        "and when something fails behind it": {"left": bad(), "right": ok(SLOW), "last": bad()},
        "an undo fails": {"left": ok(SLOW), "last": bad(), "left:undo": bad()},
    },
    "elements": {
        "the first is the slowest": {"first[0]": ok(SLOW), "last": ok()},
        "one fails, the others go on to their end": {"first[0]": ok(SLOW), "first[1]": bad(), "first[2]": ok(SLOW)},
        "the lowest of those that fail is the last": {"second[0]": bad(SLOW), "first[2]": bad()},
        "one after another, the first fails": {"alone[0]": bad(), "alone[1]": ok(SLOW)},
        "all is undone, the last first": {"first[1]": ok(SLOW), "last": bad()},
    },
    "nested": {
        "one branch of one element fails": {"left[0]": bad(), "right[0]": ok(SLOW), "left[1]": ok(SLOW)},
        "all is undone, branch by branch": {"left[0]": ok(SLOW), "right[1]": ok(SLOW), "last": bad()},
    },
}


def siblings(key: str, **script: tuple[Reply, ...]) -> Job:
    """A run in which every call that is not in the script works at once."""
    flow = workflow(key)
    scenario = Scenario(name="", file="", workflow=key, input={}, context=None, operations={"work": ok(), **script})
    files = TARGET.emit(flow, {"validate": False})
    return Job(workflow=flow, files=files, scenario=scenario, roots=(str(SPEC.parent),), time_scale=1.0)


@pytest.mark.parametrize(("key", "name"), [(key, name) for key, names in SETTLING.items() for name in names])
def test_siblings_settle_in_real_time(moto: StepFunctionsEngine, key: str, name: str) -> None:
    run = siblings(key, **SETTLING[key][name])
    expected = interpret(run.workflow, run.scenario).journal
    assert list(differences(expected, moto.run(run), run.workflow)) == []


def test_the_slow_one_ends_behind_the_failure(moto: StepFunctionsEngine) -> None:
    """The history itself: first one task fails, then the work of its sibling is done, then that is undone."""
    told = moto.play(siblings("together", left=ok(SLOW), right=bad(), mend=bad()))
    events = [event["type"] for event in told["runs"][0]["history"]]
    before, right, left, further, mend, *undone = [one for one in events if one in {"TaskSucceeded", "TaskFailed"}]
    assert (before, right) == ("TaskSucceeded", "TaskFailed")
    assert (left, further, mend) == ("TaskSucceeded", "TaskSucceeded", "TaskFailed")
    assert undone == ["TaskSucceeded"] * 3
