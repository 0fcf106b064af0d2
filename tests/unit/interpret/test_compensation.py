"""Rules C1-C4: what is undone when a run fails, in which order, and with what."""

import pytest

from tests.support.core import (
    BROKEN,
    FAIL,
    arms,
    bad,
    called,
    catch,
    chain,
    const,
    done,
    fail,
    name,
    ok,
    operation,
    order,
    play,
    retry,
    show,
    step,
    to,
    undo_by,
    workflow,
)
from wfc.ir.types import ModelRef
from wfc.scenario.journal import CompensationFailure, Failure


def undone(run):
    return [address for address in called(run) if address.endswith(":undo")]


BOOKING = chain(
    step("flight", compensation=undo_by("cancel")),
    step("hotel", compensation=undo_by("cancel")),
    step("pay"),
)


def test_c1_what_succeeded_is_undone_before_a_failed_run_ends():
    run = play(workflow(*BOOKING), pay=[bad("Declined", "no funds")])
    assert called(run) == ["flight", "hotel", "pay", "hotel:undo", "flight:undo"]
    assert run.journal.error == Failure(type="Declined", message="no funds", step="pay")


def test_c1_nothing_is_undone_when_the_run_succeeds():
    assert undone(play(workflow(*BOOKING))) == []


def test_c1_a_step_that_failed_is_not_undone_unless_it_says_attempted():
    assert undone(play(workflow(*BOOKING), hotel=[bad()])) == ["flight:undo"]
    attempted = step("a", compensation=undo_by("cancel", when="attempted"))
    assert undone(play(workflow(attempted), a=[bad()])) == ["a:undo"]


def test_c1_a_step_whose_input_fails_has_not_been_attempted():
    attempted = step("a", inputs=BROKEN, compensation=undo_by("cancel", when="attempted"))
    assert called(play(workflow(attempted))) == []


def test_c1_handled_failures_count_as_attempted():
    trying = step("a", on_failure=(catch(to("b")),), compensation=undo_by("cancel", when="attempted"))
    assert called(play(workflow(trying, step("b")), a=[bad()], b=[bad()])) == ["a", "b", "a:undo"]


def test_c1_an_error_in_the_result_is_a_failure_of_the_run():
    flow = workflow(step("a", compensation=undo_by("cancel")), result=BROKEN)
    assert undone(play(flow)) == ["a:undo"]


def test_c1_an_error_in_a_condition_leaves_the_step_to_be_undone():
    flow = workflow(step("a", compensation=undo_by("cancel"), on_success=arms((BROKEN, FAIL))))
    assert undone(play(flow)) == ["a:undo"]


def test_c2_the_order_is_that_of_the_nodes_reversed():
    first = step("first", compensation=undo_by("cancel"), on_success=arms(fail("Enough")))
    second = step("second", compensation=undo_by("cancel"), on_success=arms(to("first")))
    assert undone(play(workflow(first, second, entry="second"))) == ["second:undo", "first:undo"]


def test_c3_a_compensation_has_its_own_retries_and_timeout():
    undo = undo_by("cancel", retry=(retry(3),), timeout=500)
    flow = workflow(*chain(step("a", compensation=undo), step("b")))
    run = play(flow, b=[bad()], a__undo=[bad(), ok(takes=501), ok()])
    assert undone(run) == ["a:undo"] * 3
    assert run.journal.compensation_failed == ()
    assert run.journal.duration == 1000 + 500 + 1000


def test_c3_a_compensation_that_fails_is_recorded_and_the_rest_run():
    run = play(workflow(*BOOKING), pay=[bad("Declined")], hotel__undo=[bad("Down", "closed")])
    assert undone(run) == ["hotel:undo", "flight:undo"]
    assert run.journal.compensation_failed == (CompensationFailure(step="hotel", type="Down", message="closed"),)
    assert run.journal.error.type == "Declined"


def anything(key):
    return operation(key, argument="seen", input=ModelRef("tests.support.team:Seen"))


def test_c4_what_a_compensation_sees():
    names = ("input", "output", "error", "run.id", "key")
    inputs = show(**{path: name(path) for path in names}, a=done("a"), c=done("c"))
    steps = chain(step("a"), step("b", compensation=undo_by("cancel", inputs=inputs)), step("c"), step("d"))
    run = play(workflow(*steps, operations=(anything("cancel"),)), {"n": 1}, b=[ok({"id": 7})], d=[bad("Down", "late")])
    assert run.journal.calls[-1].input == {
        "input": {"n": 1},
        "output": {"id": 7},
        "error": {"type": "Down", "message": "late", "step": "d"},
        "run.id": "<run>",
        "key": "<run>:b",
        "a": True,
        "c": False,
    }


def test_c4_the_output_of_an_attempt_that_failed_is_null():
    undo = undo_by("cancel", inputs=show(output=name("output")), when="attempted")
    run = play(workflow(step("a", compensation=undo), operations=(anything("cancel"),)), a=[bad()])
    assert run.journal.calls[-1].input == {"output": None}


@pytest.mark.parametrize(("inputs", "type"), [(BROKEN, "ExpressionError"), (const({"amount": 0}), "InvalidInput")])
def test_c4_an_input_that_fails_is_a_failed_compensation_without_a_call(inputs, type):
    undo = undo_by("place", inputs=inputs, retry=(retry(3),))
    run = play(workflow(*chain(step("a", compensation=undo), step("b")), operations=(order(),)), b=[bad()])
    assert undone(run) == []
    assert run.journal.compensation_failed == (CompensationFailure(step="a", type=type, message=""),)


def test_s1_a_compensation_has_a_key_of_its_own():
    undo = undo_by("place", inputs=const({"amount": 1}))
    flow = workflow(*chain(step("a", compensation=undo), step("b")), operations=(order(takes_key=True),))
    assert play(flow, b=[bad()], a__undo=[ok({"Id": "r"})]).journal.calls[-1].key == "<run>:a:undo"
