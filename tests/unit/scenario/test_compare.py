"""When two journals mean the same: whatever interleaves what is concurrent, and nothing else."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.core import call, chain, const, for_each, parallel, step, workflow
from wfc.scenario.compare import differences
from wfc.scenario.journal import Call, CompensationFailure, Failure, Journal

FLOW = workflow(*chain(step("book"), step("pay")))
BOOKED = Call(address="book", attempt=1, input={"seats": 2}, key="<run>:book", output=1, error=None)
ALERT = Call(address="book:alert", attempt=1, input=None, key="", output=None, error=None)
PAID = Call(address="pay", attempt=1, input=True, key="", output=None, error="Declined")
KEPT = CompensationFailure(step="book", type="Down", message="")
LOST = CompensationFailure(step="pay", type="Down", message="")
JOURNAL = Journal(
    status="failed",
    output=None,
    error=Failure(type="Declined", message="", step="pay"),
    compensation_failed=(KEPT, LOST),
    calls=(BOOKED, ALERT, PAID),
    outcomes={"book": "succeeded", "pay": "failed"},
    sla_breaches=("book",),
    duration=3,
)


@pytest.mark.parametrize(
    "same",
    [
        JOURNAL,
        replace(JOURNAL, duration=None),
        replace(JOURNAL, calls=(BOOKED, PAID, ALERT)),
        replace(JOURNAL, calls=(replace(BOOKED, output=1.0), ALERT, PAID)),
        replace(JOURNAL, outcomes={"pay": "failed", "book": "succeeded"}),
        replace(JOURNAL, compensation_failed=(LOST, KEPT)),
    ],
)
def test_times_the_place_of_alerts_and_the_spelling_of_numbers_do_not_count(same):
    assert differences(JOURNAL, same, FLOW) == ()


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (replace(JOURNAL, status="succeeded"), "status: expected 'failed', got 'succeeded'"),
        (replace(JOURNAL, error=None), "error: expected {'type': 'Declined'"),
        (replace(JOURNAL, compensation_failed=(KEPT,)), "compensation_failed: "),
        (replace(JOURNAL, outcomes={"book": "failed", "pay": "failed"}), "outcomes: "),
        (replace(JOURNAL, calls=(PAID, ALERT, BOOKED)), "order of calls: expected book (attempt 1), got pay"),
        (replace(JOURNAL, calls=(BOOKED, PAID)), "call missing: Call(address='book:alert'"),
        (replace(JOURNAL, calls=(BOOKED, ALERT, ALERT, PAID)), "call too many: Call(address='book:alert'"),
        (replace(JOURNAL, calls=(BOOKED, ALERT, replace(PAID, input=1))), "call: expected Call(address='pay'"),
        (replace(JOURNAL, calls=(BOOKED, replace(ALERT, output=1), PAID)), "call: expected Call(address='book:alert'"),
    ],
)
def test_every_difference_is_told(other, says):
    [told] = differences(JOURNAL, other, FLOW)
    assert told.startswith(says)


CHILD = workflow(
    *chain(step("pick"), parallel("wrap", paper=(step("fold"),), card=(step("sign"),)), step("seal")), key="test.child"
)
NESTED = workflow(
    *chain(
        step("open"),
        parallel(
            "both",
            goods=chain(step("list"), for_each("each", const([1, 2]), *chain(step("take"), call("send", CHILD)))),
            money=chain(step("charge"), step("thank")),
        ),
        step("close"),
    ),
    children=(CHILD,),
)
FIRST, SECOND = [
    {
        f"take[{index}]": ("goods", f"element {index}"),
        f"send[{index}]/pick": ("goods", f"element {index}"),
        f"send[{index}]/fold": ("goods", f"element {index}", "paper"),
        f"send[{index}]/sign": ("goods", f"element {index}", "card"),
        f"send[{index}]/seal": ("goods", f"element {index}"),
        f"send[{index}]/sign:undo": ("goods", f"element {index}"),
        f"send[{index}]/fold:undo": ("goods", f"element {index}"),
        f"send[{index}]/told": ("goods", f"element {index}"),
    }
    for index in (0, 1)
]
LANES = {
    "open": (), "list": ("goods",), **FIRST, **SECOND, "charge": ("money",), "thank": ("money",), "close": (),
    "take[1]:undo": (), "charge:undo": (), "told": (),
}  # fmt: skip
"""Every call of a run, in an order in which it can happen, with the lane it is in, from the outside in."""


def concurrent(one: str, other: str) -> bool:
    """Do the lanes part somewhere, so that neither is inside the other?"""
    return any(a != b for a, b in zip(LANES[one], LANES[other], strict=False))


def ran(order: list[str]) -> Journal:
    calls = tuple(Call(address=address, attempt=1, input=None, key="", output=None, error=None) for address in order)
    return replace(JOURNAL, calls=calls)


def is_allowed(order: list[str]) -> bool:
    right = list(LANES)
    pairs = [(one, two) for at, two in enumerate(order) for one in order[:at] if right.index(one) > right.index(two)]
    return all(concurrent(one, two) for one, two in pairs)


@given(st.lists(st.tuples(st.integers(0, len(LANES) - 1), st.integers(0, len(LANES) - 1)), max_size=12))
def test_orders_are_equal_exactly_when_all_that_is_ordered_is_in_order(moves):
    order = list(LANES)
    for source, target in moves:
        call = order.pop(source)
        order.insert(target, call)
    assert (differences(ran(list(LANES)), ran(order), NESTED) == ()) == is_allowed(order)


@given(st.lists(st.integers(0, len(LANES) - 2), max_size=60))
def test_no_interleaving_of_what_is_concurrent_is_a_difference(swaps):
    order = list(LANES)
    for at in swaps:
        if concurrent(order[at], order[at + 1]):
            order[at : at + 2] = reversed(order[at : at + 2])
    assert differences(ran(list(LANES)), ran(order), NESTED) == ()


@pytest.mark.parametrize("at", range(len(LANES) - 1))
def test_neighbours_change_places_only_between_lanes(at):
    order = list(LANES)
    order[at : at + 2] = reversed(order[at : at + 2])
    assert (differences(ran(list(LANES)), ran(order), NESTED) == ()) == concurrent(*order[at : at + 2])


def test_the_attempts_of_an_element_keep_their_order():
    flow = workflow(for_each("each", const([1, 2]), step("work")))
    one, two, other = [replace(BOOKED, address=address) for address in ("work[0]", "work[0]", "work[1]")]
    two = replace(two, attempt=2)
    expected = replace(JOURNAL, calls=(one, two, other))
    assert differences(expected, replace(JOURNAL, calls=(one, other, two)), flow) == ()
    [told] = differences(expected, replace(JOURNAL, calls=(two, other, one)), flow)
    assert told == "order of calls: expected work[0] (attempt 1), got work[0] (attempt 2)"


@pytest.mark.parametrize("role", [":alert", ":alert:2", ":remind"])
def test_alerts_and_reminders_float_also_in_a_called_workflow(role):
    calls = list(ran(list(LANES)).calls)
    floating = replace(calls[0], address=f"send[1]/pick{role}")
    journals = [replace(JOURNAL, calls=(*calls[:at], floating, *calls[at:])) for at in (0, 5, len(calls))]
    assert [differences(journals[0], journal, NESTED) for journal in journals] == [(), (), ()]


def test_thousands_of_elements_are_compared_lane_by_lane():
    flow = workflow(*chain(for_each("each", const([]), *chain(step("work"), step("pack"))), step("close")))
    pairs = [(f"work[{index}]", f"pack[{index}]") for index in range(3000)]
    order = [address for pair in pairs for address in pair]
    by_steps = [address for column in zip(*pairs, strict=True) for address in column]
    assert differences(ran([*order, "close"]), ran([*by_steps, "close"]), flow) == ()
    Random(1).shuffle(order)
    assert len(differences(ran([*by_steps, "close"]), ran([*order, "close"]), flow)) == 1
