"""When two journals mean the same."""

from dataclasses import replace

import pytest

from wfc.scenario.journal import Call, Failure, Journal, differences, from_json, hide_run_id, to_json

BOOKED = Call(address="book", attempt=1, input={"seats": 2}, key="<run>:book", output=1, error=None)
ALERT = Call(address="book:alert", attempt=1, input=None, key="", output=None, error=None)
PAID = Call(address="pay", attempt=1, input=True, key="", output=None, error="Declined")
JOURNAL = Journal(
    status="failed",
    output=None,
    error=Failure(type="Declined", message="", step="pay"),
    compensation_failed=(),
    calls=(BOOKED, ALERT, PAID),
    outcomes={"book": "succeeded", "pay": "failed"},
    sla_breaches=("book",),
    duration=3,
)


def test_a_journal_survives_json():
    assert from_json(to_json(JOURNAL)) == JOURNAL


@pytest.mark.parametrize(
    "same",
    [
        JOURNAL,
        replace(JOURNAL, duration=None),
        replace(JOURNAL, calls=(BOOKED, PAID, ALERT)),
        replace(JOURNAL, calls=(replace(BOOKED, output=1.0), ALERT, PAID)),
        replace(JOURNAL, outcomes={"pay": "failed", "book": "succeeded"}),
    ],
)
def test_times_the_place_of_alerts_and_the_spelling_of_numbers_do_not_count(same):
    assert differences(JOURNAL, same) == ()


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (replace(JOURNAL, status="succeeded"), "status: expected 'failed', got 'succeeded'"),
        (replace(JOURNAL, outcomes={"book": "failed", "pay": "failed"}), "outcomes: "),
        (replace(JOURNAL, calls=(PAID, ALERT, BOOKED)), "call 0: "),
        (replace(JOURNAL, calls=(BOOKED, PAID)), "call missing: Call(address='book:alert'"),
        (replace(JOURNAL, calls=(BOOKED, ALERT, ALERT, PAID)), "call too many: Call(address='book:alert'"),
        (replace(JOURNAL, calls=(BOOKED, ALERT, replace(PAID, input=1))), "call 1: "),
    ],
)
def test_every_difference_is_told(other, says):
    assert differences(JOURNAL, other)[0].startswith(says)


def test_a_run_id_is_hidden_wherever_it_stands():
    value = {"keys": ["r-7:book", {"r-7": 7}], "other": None}
    assert hide_run_id(value, "r-7") == {"keys": ["<run>:book", {"<run>": 7}], "other": None}
