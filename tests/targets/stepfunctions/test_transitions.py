"""What a run costs: billed transitions are those of the machine that one would write by hand, and no more."""

import pytest

from tests.targets.stepfunctions.emitted import job
from wfc_targets.stepfunctions.engine.client import StepFunctionsEngine

pytestmark = pytest.mark.engine


def entered(engine: StepFunctionsEngine, spec: str, scenario: str, *, validate: bool = False) -> list[str]:
    """The states that a run enters: each is billed once, retries apart."""
    history = engine.play(job(spec, scenario, validate=validate))["history"]
    return [event["stateEnteredEventDetails"]["name"] for event in history if "stateEnteredEventDetails" in event]


SAGA = ["validate", "charge", "reserve", "ship"]


@pytest.mark.parametrize(
    ("scenario", "states"),
    [
        ("shipped", SAGA),
        ("order_rejected", ["validate", "Failed"]),
        ("card_declined", ["validate", "charge", "Failed"]),
        ("out_of_stock", ["validate", "charge", "reserve", "undo charge", "Failed"]),
        ("no_carrier", [*SAGA, "undo reserve", "undo charge", "Failed"]),
        ("release_needs_three_attempts", [*SAGA, "undo reserve", "undo charge", "Failed"]),
        ("release_fails_for_good", [*SAGA, "undo reserve", "undo charge", "Failed"]),
    ],
)
def test_a_saga_costs_what_it_must(engine: StepFunctionsEngine, scenario: str, states: list[str]) -> None:
    assert entered(engine, "order_saga", scenario) == states


def test_validation_is_one_transition_more(engine: StepFunctionsEngine) -> None:
    assert entered(engine, "order_saga", "shipped", validate=True) == ["Check input", *SAGA]


def test_a_promise_without_an_operation_is_free(engine: StepFunctionsEngine) -> None:
    assert entered(engine, "payment_flow", "paid_but_late") == ["validate-payment", "charge-payment", "send-receipt"]


def test_a_linear_delay_is_two_transitions_a_retry(engine: StepFunctionsEngine) -> None:
    states = entered(engine, "catalog_sync", "linear_delays")
    assert states[:7] == ["download", *["retry download?", "wait for download", "download"] * 2]
