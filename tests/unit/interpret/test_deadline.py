"""Rule T2: the time a run has."""

from dataclasses import replace

import pytest

from tests.support.core import (
    SUCCEED,
    arms,
    bad,
    called,
    catch,
    chain,
    choice,
    const,
    fail,
    for_each,
    name,
    ok,
    parallel,
    play,
    retry,
    step,
    to,
    undo_by,
    workflow,
)
from tests.support.waiting import ASK, approval, approve, enact, event, poll, receive, wait
from wfc.scenario.journal import Failure


def late(step):
    return Failure(type="Deadline", message="", step=step)


@pytest.mark.parametrize(("takes", "error"), [(1000, None), (1001, late("a"))])
def test_t2_an_attempt_in_flight_is_cut_and_exactly_on_time_is_in_time(takes, error):
    run = play(workflow(step("a"), deadline=1000), a=[ok(takes=takes)])
    assert (run.journal.error, run.journal.duration) == (error, 1000)
    assert run.journal.calls[0].error == (error and "Deadline")


def test_t2_no_edge_in_any_scope_handles_it():
    inner = step("a", on_failure=(catch(SUCCEED),), retry=(retry(9),))
    both = parallel("both", left=(inner,))
    flow = workflow(replace(both, on_failure=(catch(to("b")),)), step("b"), deadline=1000)
    run = play(flow, a=[ok(takes=2000)])
    assert (called(run), run.journal.error) == (["a"], late("a"))
    assert run.journal.outcomes == {"a": "failed", "both": "failed"}


def test_t2_no_attempt_begins_at_the_deadline():
    run = play(workflow(*chain(step("a"), step("b", compensation=undo_by("cancel", when="attempted"))), deadline=1000),
               a=[ok(takes=1000)])  # fmt: skip
    assert (called(run), run.journal.error) == (["a"], late("b"))
    assert run.journal.outcomes == {"a": "succeeded", "b": "failed"}


def test_t2_choices_still_decide_and_a_run_with_nothing_left_to_do_succeeds():
    flow = workflow(
        step("a", on_success=arms(to("which"))), choice("which", (name("input"), SUCCEED), fail("No")), deadline=1000
    )
    assert play(flow, True, a=[ok(takes=1000)]).journal.status == "succeeded"
    assert play(flow, False, a=[ok(takes=1000)]).journal.error.type == "No"


@pytest.mark.parametrize(
    "waiting",
    [
        wait("x", 1000),
        wait("x", 5000),
        step("x", retry=(retry(3, initial=1000),)),
        step("x", poll=poll(const(False), every=1000)),
        approval("x"),
        receive("x", const("x")),
    ],
    ids=["to-the-instant", "wait", "delay", "poll", "approval", "receive"],
)
def test_t2_what_waits_ends_there(waiting):
    script = {"x": [bad() if getattr(waiting, "retry", ()) else ok()]}
    run = enact(
        workflow(waiting, operations=ASK, deadline=1000), script,
        approvals={"x": approve(1000)}, events=(event("x", {}, 1000),),
    )  # fmt: skip
    assert (run.journal.error, run.journal.duration) == (late("x"), 1000)
    assert run.journal.outcomes == {"x": "failed"}


def test_t2_what_needs_no_wait_is_done():
    run = enact(workflow(*chain(step("a"), wait("x", 0)), deadline=1000), {"a": [ok(takes=1000)]})
    assert run.journal.status == "succeeded"


def test_t2_a_timeout_in_the_instant_of_the_deadline_is_a_timeout():
    trying = step("a", timeout=1000, on_failure=(catch(SUCCEED),))
    assert play(workflow(trying, deadline=1000), a=[ok(takes=2000)]).journal.status == "succeeded"


def test_t2_compensation_has_all_the_time_it_needs():
    undo = undo_by("cancel", retry=(retry(2),))
    flow = workflow(*chain(step("a", compensation=undo), step("b")), deadline=1000)
    run = play(flow, b=[ok(takes=2000)], a__undo=[bad(takes=3000), ok(takes=3000)])
    assert called(run) == ["a", "b", "a:undo", "a:undo"]
    assert run.journal.duration == 1000 + 3000 + 1000 + 3000


def test_p1_the_deadline_comes_before_other_failures_of_branches():
    both = parallel("both", left=(step("a"),), right=(step("b"),))
    assert play(workflow(both, deadline=1000), a=[bad()], b=[ok(takes=2000)]).journal.error == late("b")


def test_p2_elements_that_have_yet_to_start_cannot_make_an_attempt():
    each = for_each("each", const([0, 1]), step("bill"), max_concurrency=1)
    run = play(workflow(each, deadline=1000), bill=[ok(takes=1000)])
    assert (called(run), run.journal.error) == (["bill[0]"], late("bill[1]"))
    assert run.journal.outcomes == {"bill[0]": "succeeded", "bill[1]": "failed", "each": "failed"}


def test_c5_a_cancel_before_the_deadline_wins():
    run = enact(workflow(step("a"), deadline=1000), {"a": [ok(takes=2000)]}, cancel=500)
    assert (run.journal.status, run.journal.duration) == ("cancelled", 1000)
    assert run.journal.calls[0].error == "Deadline"
