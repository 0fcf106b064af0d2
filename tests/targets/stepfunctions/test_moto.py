"""A second opinion: the same machines on moto, whose engine shares nothing with the one that the conformance tests
use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.targets.stepfunctions.conftest import started
from tests.targets.stepfunctions.emitted import case_of, job
from wfc.interpret.run import interpret
from wfc.scenario.compare import differences
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
