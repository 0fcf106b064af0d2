"""Rules T1 and C8: promises watched while the work goes on, and the step that is told of a failed run."""

from dataclasses import replace

import pytest

from tests.support.core import (
    BROKEN,
    arms,
    bad,
    call,
    called,
    chain,
    const,
    fail,
    for_each,
    name,
    ok,
    operation,
    play,
    retry,
    show,
    step,
    undo_by,
    workflow,
)
from tests.support.waiting import ANY_MODEL, enact, in_flight, page, wait
from wfc.interpret.timeline import Called
from wfc.scenario.journal import CompensationFailure

SEE = operation("see", argument="seen", takes_key=True, input=ANY_MODEL)


def when(run, address):
    return [event.at for event in run.timeline if isinstance(event, Called) and event.call.address == address]


def test_t1_the_alert_goes_out_in_the_moment_the_promise_is_broken():
    flow = workflow(step("a", sla=in_flight(1000)), operations=(page(),))
    run = play(flow, a=[ok(takes=5000)])
    assert (called(run), when(run, "a:alert")) == (["a", "a:alert"], [1000])
    assert (run.journal.sla_breaches, run.journal.duration) == (("a",), 5000)


def test_t1_exactly_in_time_sends_none():
    flow = workflow(step("a", sla=in_flight(1000, 2000)), operations=(page(),))
    run = play(flow, a=[ok(takes=1000)])
    assert (called(run), run.journal.sla_breaches) == (["a"], ())


def test_t1_escalations_follow_while_the_step_still_goes_on():
    flow = workflow(step("a", sla=in_flight(1000, 2000, 5000, 9000)), operations=(page(),))
    run = play(flow, a=[ok(takes=9000)])
    assert called(run) == ["a", "a:alert", "a:alert:1", "a:alert:2"]
    assert (when(run, "a:alert:1"), when(run, "a:alert:2")) == ([2000], [5000])
    first, second = run.journal.calls[1:3]
    assert first.input == second.input
    assert (first.key, second.key) == ("<run>:a:alert", "<run>:a:alert:1")


def test_t1_an_escalation_is_tried_three_times_and_delays_nothing():
    flow = workflow(step("a", sla=in_flight(1000, 2000)), operations=(page(),))
    run = play(flow, a=[ok(takes=2001)], a__alert__1=[bad(takes=5000)])
    assert called(run).count("a:alert:1") == 3
    assert (run.journal.status, run.journal.duration) == ("succeeded", 2001)


def test_t1_the_run_is_watched_through_its_compensation():
    flow = workflow(
        *chain(step("a", compensation=undo_by("cancel")), step("b")), sla=in_flight(1000, 2000), operations=(page(),)
    )
    run = play(flow, b=[bad()], a__undo=[ok(takes=3000)])
    assert called(run) == ["a", "b", "a:undo", ":alert", ":alert:1"]
    assert [one.key for one in run.journal.calls[3:]] == ["<run>:alert", "<run>:alert:1"]


def test_t1_each_element_keeps_its_own_promise():
    each = for_each("each", const([0, 1]), step("a", sla=in_flight(1000)))
    run = play(
        workflow(each, operations=(operation("page", argument="seen", input=ANY_MODEL),)), **{"a[1]": [ok(takes=2000)]}
    )
    assert run.journal.sla_breaches == ("a[1]",)
    told = run.journal.calls[-1]
    assert (told.address, told.input["step"], told.input["index"]) == ("a[1]:alert", "a", 1)


def test_t1_a_step_cut_short_by_a_cancel_can_be_late_too():
    flow = workflow(step("a", sla=in_flight(1000)), operations=(page(),))
    run = enact(flow, {"a": [ok(takes=5000)]}, cancel=500)
    assert (run.journal.status, run.journal.sla_breaches, called(run)) == ("cancelled", ("a",), ["a", "a:alert"])


def told(*steps, **changes):
    tell = step("tell", operation="see", inputs=show(error=name("error.type"), run=name("run.id")), retry=(retry(2),))
    return workflow(*chain(*steps), after_compensation=tell, operations=(SEE,), **changes)


def test_c8_it_is_told_once_at_the_very_end_with_what_the_run_ended_with():
    run = play(told(step("a", compensation=undo_by("cancel")), step("b")), b=[bad("Declined")])
    assert called(run) == ["a", "b", "a:undo", "tell"]
    assert run.journal.calls[-1].input == {"error": "Declined", "run": "<run>"}
    assert run.journal.calls[-1].key == "<run>:tell"
    assert run.journal.outcomes == {"a": "succeeded", "b": "failed"}


def test_c8_also_when_there_was_nothing_to_undo_and_when_cancelled_but_not_after_success():
    assert called(play(told(step("a")), a=[bad()])) == ["a", "tell"]
    cancelled = enact(told(step("a"), wait("b", 1000)), cancel=500)
    assert cancelled.journal.calls[-1].input["error"] == "Cancelled"
    assert called(play(told(step("a")))) == ["a"]


def test_c8_not_when_nothing_was_called():
    assert called(play(told(step("a", inputs=BROKEN)))) == []
    assert called(enact(told(wait("a", 1000)), cancel=500)) == []


def test_c8_alerts_do_not_count_but_the_calls_of_children_do():
    late = told(wait("a", 2000), wait("b", 2000), sla=in_flight(1000, 1500))
    late = replace(late, operations=(*late.operations, page()))
    assert called(enact(late, cancel=3000)) == [":alert", ":alert:1"]
    child = workflow(step("c"), key="test.child")
    assert called(play(told(call("ship", child), children=(child,)), c=[bad()])) == ["ship/c", "tell"]


def test_c8_a_child_that_has_begun_counts_whatever_it_did():
    idle = workflow(wait("c", 1000), key="test.child")
    failing = told(call("ship", idle), step("a", inputs=BROKEN), children=(idle,))
    assert called(play(failing)) == ["tell"]
    strict = workflow(wait("c", 1000), key="test.child", input=ANY_MODEL)
    assert called(play(told(call("ship", strict, inputs=const(1)), children=(strict,)))) == []


@pytest.mark.parametrize(("script", "type", "calls"), [([bad("Down", "no line")], "Down", 2), ([bad(), ok()], None, 2)])
def test_c8_its_failure_is_one_more_that_was_not_undone(script, type, calls):
    run = play(told(step("a")), a=[bad("First")], tell=script)
    assert called(run).count("tell") == calls
    expected = (CompensationFailure(step="tell", type=type, message="no line"),) if type else ()
    assert run.journal.compensation_failed == expected
    assert run.journal.error.type == "First"


def test_c8_an_error_in_its_own_lambda_is_such_a_failure_without_a_call():
    flow = workflow(step("a", on_success=arms(fail("Enough"))), after_compensation=step("a", inputs=BROKEN))
    run = play(flow)
    assert called(run) == ["a"]
    assert run.journal.compensation_failed == (CompensationFailure(step="a", type="ExpressionError", message=""),)


def test_c8_the_deadline_does_not_bound_it():
    run = play(told(step("a"), deadline=1000), a=[ok(takes=2000)], tell=[ok(takes=500)])
    assert (called(run), run.journal.duration) == (["a", "tell"], 1500)
