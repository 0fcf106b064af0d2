"""What counts as "as expected"."""

from dataclasses import replace

import pytest

from wfc.scenario.journal import Call, CompensationFailure, Failure, Journal
from wfc.scenario.judge import judge
from wfc.scenario.model import Expect, Given

FAILED = Journal(
    status="failed",
    output=None,
    error=Failure(type="Declined", message="no funds", step="pay"),
    compensation_failed=(CompensationFailure(step="book", type="Down", message="later"),),
    calls=(
        Call(address="book", attempt=1, input={"seats": 2, "class": "economy"}, key="", output=1, error=None),
        Call(address="book:alert", attempt=1, input=None, key="", output=None, error=None),
        Call(address="pay", attempt=1, input=[1, 2], key="", output=None, error="Declined"),
        Call(address="pay", attempt=2, input=[1, 2], key="", output=None, error="Declined"),
    ),
    outcomes={"book": "succeeded", "pay": "failed"},
    sla_breaches=("", "book"),
    duration=3000,
)


def in_order(one, two):
    return False


def about(expect):
    def with_defaults(address, given):
        return {"class": "economy", **given} if address == "book" else given

    return [mismatch.about for mismatch in judge(FAILED, expect, with_defaults, in_order)]


@pytest.mark.parametrize(
    "expect",
    [
        Expect(),
        Expect(status="failed", output=Given(None), error={"type": "Declined"}, duration=3000),
        Expect(calls=("book", "pay", "pay", "book:alert")),
        Expect(inputs={"book": {"seats": 2}, "pay": [1, {"$any": True}]}),
        Expect(inputs={"book": {"$any": True}}),
        Expect(error={"message": {"$any": True}, "step": "pay"}),
        Expect(sla_breaches=("book", ""), compensation_failed=({"step": "book", "type": "Down"},)),
    ],
)
def test_what_is_not_asked_for_is_not_judged(expect):
    assert about(expect) == []


def test_compensations_that_failed_may_be_written_in_any_order():
    twice = replace(
        FAILED, compensation_failed=tuple(CompensationFailure(step=step, type="Down", message="") for step in "ab")
    )
    for order in ("ab", "ba"):
        expect = Expect(compensation_failed=({"type": "Down"}, *({"step": step} for step in order[1:])))
        assert judge(twice, expect, lambda address, given: given, in_order) == ()
    once = Expect(compensation_failed=({"step": "a"}, {"step": "a"}))
    assert [mismatch.about for mismatch in judge(twice, once, lambda address, given: given, in_order)] == [
        "compensation_failed"
    ]


@pytest.mark.parametrize(
    ("expect", "mismatches"),
    [
        (Expect(status="succeeded", duration=1), ["status", "duration"]),
        (Expect(output=Given(1)), ["output"]),
        (Expect(calls=("pay", "pay", "book", "book:alert")), ["calls"]),
        (Expect(calls=("book", "pay", "pay")), ["calls"]),
        (Expect(inputs={"pay": [1, 3]}), ["inputs of pay, attempt 1", "inputs of pay, attempt 2"]),
        (Expect(inputs={"book": {"seats": 2, "class": "first"}}), ["inputs of book, attempt 1"]),
        (Expect(inputs={"ship": {}}), ["inputs of ship"]),
        (Expect(error={"type": "Down"}), ["error"]),
        (Expect(sla_breaches=()), ["sla_breaches"]),
        (Expect(compensation_failed=()), ["compensation_failed"]),
        (Expect(compensation_failed=({"type": "Gone"},)), ["compensation_failed"]),
    ],
)
def test_every_difference_is_named(expect, mismatches):
    assert about(expect) == mismatches
