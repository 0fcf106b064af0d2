"""What a run costs: billed transitions are those of the machine that one would write by hand, and no more."""

import pytest

from tests.targets.stepfunctions.emitted import job
from wfc_targets.stepfunctions.engine.client import StepFunctionsEngine

pytestmark = pytest.mark.engine


def entered(engine: StepFunctionsEngine, spec: str, scenario: str, *, validate: bool = False) -> list[str]:
    """The states that a run enters: each is billed once, retries apart."""
    history = engine.play(job(spec, scenario, validate=validate))["runs"][0]["history"]
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


def test_a_parallel_is_itself_its_steps_and_one_question(engine: StepFunctionsEngine) -> None:
    """A step that ends its branch ends it by itself, as it would a run."""
    flight, hotel, transfer = ["seat", "luggage"], ["room", "room?", "breakfast"], ["car"]
    states = entered(engine, "city_break", "all_held", validate=True)
    assert states == ["Check input", "hold", *flight, *hotel, *transfer, "hold?", "collect"]


def test_a_branch_that_fails_is_one_state_more_and_undoing_asks_where_it_must(engine: StepFunctionsEngine) -> None:
    states = entered(engine, "city_break", "flight_and_train_fail")
    assert states[states.index("hold?") :] == [
        "hold?",
        *["undo train?", "undo train", "undo car?", "undo car", "undo room?", "undo room"],
        *["undo luggage?", "undo seat?", "undo seat", "Failed"],
    ]


def test_an_element_is_its_steps(engine: StepFunctionsEngine) -> None:
    first, second = ["answers", "grade", "grade", "answers?", "enter"], ["answers", "grade", "answers?", "enter"]
    assert entered(engine, "exam_grading", "graded") == ["scripts", *first, *second, "scripts?", "post"]


def test_a_poll_is_three_transitions_and_one_to_see_that_it_was_the_last(engine: StepFunctionsEngine) -> None:
    polled = ["transcode", "poll transcode again?", "before polling transcode"] * 2
    states = entered(engine, "video_transcoding", "published")
    assert states[:9] == ["submit", *polled, "transcode", "poll transcode again?"]


def test_an_approval_is_a_notice_a_wait_and_a_question(engine: StepFunctionsEngine) -> None:
    states = entered(engine, "expense_approval", "granted_in_part")
    assert states == ["petty", "manager", "decision on manager", "manager?", "pay"]


def test_a_call_is_one_transition(engine: StepFunctionsEngine) -> None:
    assert entered(engine, "repair_shop", "mended").count("part") == 1


def test_a_deadline_is_free(engine: StepFunctionsEngine) -> None:
    """It is looked at where timeouts are evaluated anyway."""
    states = entered(engine, "tender_bid", "in_time")
    assert not [one for one in states if "late" in one or "cut" in one]
