"""What a run leaves behind."""

from wfc.scenario.journal import Call, Failure, Journal, from_json, hide_run_id, to_json

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


def test_a_run_id_is_hidden_wherever_it_stands():
    value = {"keys": ["r-7:book", {"r-7": 7}], "other": None}
    assert hide_run_id(value, "r-7") == {"keys": ["<run>:book", {"<run>": 7}], "other": None}
