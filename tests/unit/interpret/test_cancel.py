"""Rule C5: a run that is asked to cancel."""

import pytest

from tests.support.core import (
    SUCCEED,
    bad,
    called,
    catch,
    chain,
    const,
    fail,
    for_each,
    name,
    ok,
    operation,
    parallel,
    retry,
    show,
    step,
    to,
    undo_by,
    workflow,
)
from tests.support.waiting import ANY_MODEL, ASK, approval, approve, enact, event, poll, receive, remind, wait
from wfc.scenario.journal import Failure

SEE = operation("see", argument="seen", input=ANY_MODEL)
PAIR = chain(
    step("a", compensation=undo_by("cancel")),
    step("b", compensation=undo_by("cancel"), on_failure=(catch(SUCCEED),), retry=(retry(3),)),
    step("c"),
)


def test_c5_an_attempt_in_flight_settles_and_what_has_succeeded_is_undone():
    run = enact(workflow(*PAIR), {"b": [ok(takes=500)]}, cancel=200)
    assert called(run) == ["a", "b", "b:undo", "a:undo"]
    assert (run.journal.status, run.journal.duration) == ("cancelled", 500)
    assert run.journal.error == Failure(type="Cancelled", message="", step=None)
    assert run.journal.outcomes == {"a": "succeeded", "b": "succeeded"}


def test_c5_it_is_no_failure_so_there_is_no_edge_and_no_retry():
    run = enact(workflow(*PAIR), {"b": [bad(takes=500)]}, cancel=200)
    assert called(run) == ["a", "b", "a:undo"]
    assert (run.journal.status, run.journal.outcomes) == ("cancelled", {"a": "succeeded"})


def test_c5_an_attempt_made_counts_for_attempted():
    trying = step("a", compensation=undo_by("cancel", when="attempted"))
    run = enact(workflow(trying), {"a": [bad(takes=500)]}, cancel=200)
    assert (called(run), run.journal.outcomes) == (["a", "a:undo"], {})


def test_c5_also_when_the_last_attempt_succeeds():
    run = enact(workflow(step("a")), {"a": [ok(takes=500)]}, cancel=499)
    assert (run.journal.status, run.journal.outcomes) == ("cancelled", {"a": "succeeded"})


def test_c5_a_request_in_the_instant_of_the_end_comes_after_it():
    assert enact(workflow(step("a")), {"a": [ok(takes=500)]}, cancel=500).journal.status == "succeeded"
    run = enact(workflow(*chain(step("a"), step("b"))), {"a": [ok(takes=500)]}, cancel=500)
    assert (run.journal.status, called(run)) == ("cancelled", ["a"])
    failed = enact(workflow(step("a")), {"a": [bad(takes=500)]}, cancel=500)
    assert (failed.journal.status, failed.journal.outcomes) == ("failed", {"a": "failed"})


def test_c5_a_request_at_once_lets_nothing_begin():
    run = enact(workflow(step("a")), cancel=0)
    assert (run.journal.status, called(run), run.journal.outcomes) == ("cancelled", [], {})


@pytest.mark.parametrize(
    "waiting",
    [
        wait("long", 60_000),
        step("long", retry=(retry(3, initial=60_000),)),
        step("long", poll=poll(const(False))),
        approval("long", remind=remind(1000)),
        receive("long", const("x")),
    ],
    ids=["wait", "delay", "poll", "approval", "receive"],
)
def test_c5_what_waits_ends_at_once(waiting):
    script = {"long": [bad() if getattr(waiting, "retry", ()) else ok()]}
    run = enact(
        workflow(*chain(step("a", compensation=undo_by("cancel")), waiting), operations=ASK), script, cancel=200
    )
    assert (run.journal.status, run.journal.duration) == ("cancelled", 200)
    assert run.journal.outcomes == {"a": "succeeded"}
    assert called(run)[-1] == "a:undo"


def test_c5_what_happens_in_the_instant_of_the_request_has_happened():
    asked = enact(workflow(approval("x"), operations=ASK), approvals={"x": approve(200)}, cancel=200)
    received = enact(workflow(receive("x", const("x"))), events=(event("x", {}, 200),), cancel=200)
    waited = enact(workflow(wait("x", 200)), cancel=200)
    assert [run.journal.outcomes for run in (asked, received, waited)] == [{"x": "succeeded"}] * 3


def test_c5_nothing_cuts_the_compensation_short():
    undo = undo_by("cancel", retry=(retry(3),))
    flow = workflow(*chain(step("a", compensation=undo), step("b")))
    run = enact(flow, {"b": [ok(takes=500)], "a:undo": [bad(), ok(takes=300)]}, cancel=200)
    assert called(run) == ["a", "b", "a:undo", "a:undo"]
    assert run.journal.duration == 500 + 1000 + 300


def test_c5_a_request_after_compensation_began_changes_nothing():
    run = enact(workflow(*PAIR), {"c": [bad("Down")], "b:undo": [ok(takes=500)]}, cancel=200)
    assert (run.journal.status, run.journal.error.type) == ("failed", "Down")
    assert called(run) == ["a", "b", "c", "b:undo", "a:undo"]


def test_c5_attempts_in_flight_settle_in_every_branch_before_anything_is_undone():
    left = chain(step("a", compensation=undo_by("cancel")), step("b"))
    right = (step("c", compensation=undo_by("cancel")),)
    run = enact(
        workflow(parallel("both", left=left, right=right)), {"a": [ok(takes=300)], "c": [ok(takes=900)]}, cancel=200
    )
    assert called(run) == ["a", "c", "c:undo", "a:undo"]
    assert run.journal.duration == 900
    assert run.journal.outcomes == {"a": "succeeded", "c": "succeeded"}, "the node around them has none"


def test_c5_elements_that_have_not_started_do_not():
    each = for_each("each", const([0, 1, 2]), step("bill", compensation=undo_by("cancel")), max_concurrency=2)
    run = enact(workflow(each), {"bill": [ok(takes=500)]}, cancel=200)
    assert called(run) == ["bill[0]", "bill[1]", "bill[1]:undo", "bill[0]:undo"]


def test_c5_a_branch_that_had_failed_before_stays_failed():
    both = parallel("both", left=(step("a"),), right=(step("b"),))
    run = enact(workflow(both), {"a": [bad(takes=100)], "b": [ok(takes=500)]}, cancel=200)
    assert run.journal.outcomes == {"a": "failed", "b": "succeeded"}
    assert run.journal.status == "cancelled"


def test_c4_compensations_see_that_the_run_was_cancelled():
    undo = undo_by("see", inputs=show(error=name("error")))
    run = enact(workflow(*chain(step("a", compensation=undo), wait("b", 1000)), operations=(SEE,)), cancel=200)
    assert run.journal.calls[-1].input == {"error": {"type": "Cancelled", "message": "", "step": None}}


def test_o4_edges_taken_before_the_request_stay_taken():
    first = step("a", on_failure=(catch(to("b")),))
    run = enact(
        workflow(first, step("b", on_failure=(catch(fail("Never")),))),
        {"b": [bad(takes=500)], "a": [bad()]},
        cancel=200,
    )
    assert (run.journal.status, run.journal.outcomes) == ("cancelled", {"a": "failed"})
