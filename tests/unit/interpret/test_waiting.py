"""Rules S5 and T3: polls, timers, approvals and events."""

from dataclasses import replace

import pytest

from tests.support.core import (
    ANY,
    BROKEN,
    SUCCEED,
    arms,
    bad,
    called,
    catch,
    chain,
    const,
    for_each,
    name,
    ok,
    operation,
    output_of,
    parallel,
    retry,
    step,
    to,
    undo_by,
    workflow,
)
from tests.support.waiting import (
    ANY_MODEL,
    ASK,
    approval,
    approve,
    decided,
    enact,
    event,
    poll,
    receive,
    reject,
    remind,
    wait,
)
from wfc.ir.types import ModelRef
from wfc.scenario.journal import Failure

ORDER = ModelRef("tests.support.team:Order")
SEE = operation("see", argument="seen", input=ANY_MODEL)
NO = ok({"ready": False})
YES = ok({"ready": True, "n": 3})
READY = name("output.ready")


def polling(**changes):
    return step("look", poll=poll(READY, **changes))


def test_s5_polls_follow_until_the_condition_holds_and_the_last_output_counts():
    run = enact(workflow(polling(), result=output_of("look")), {"look": [NO, NO, YES]})
    assert [call.attempt for call in run.journal.calls] == [1, 2, 3]
    assert (run.journal.output, run.journal.duration) == ({"ready": True, "n": 3}, 20_000)


def test_s5_from_the_second_poll_on_the_handler_has_a_key_of_its_own():
    flow = workflow(polling(), operations=(operation("look", takes_key=True),))
    run = enact(flow, {"look": [NO, NO, YES]})
    assert [call.key for call in run.journal.calls] == ["<run>:look", "<run>:look:poll2", "<run>:look:poll3"]


def test_s5_each_poll_has_retries_of_its_own_and_attempts_are_counted_on():
    flow = workflow(replace(polling(), retry=(retry(2),)))
    run = enact(flow, {"look": [bad(), NO, bad(), YES]})
    assert (run.journal.status, run.journal.duration) == ("succeeded", 1000 + 10_000 + 1000)
    assert [call.attempt for call in run.journal.calls] == [1, 2, 3, 4]


@pytest.mark.parametrize(("timeout", "polls"), [(30_000, 3), (30_001, 4)])
def test_s5_a_poll_that_would_not_begin_before_the_timeout_is_not_made(timeout, polls):
    run = enact(workflow(polling(timeout=timeout)), {"look": [NO]})
    assert (len(run.journal.calls), run.journal.duration) == (polls, (polls - 1) * 10_000)
    assert run.journal.error == Failure(type="PollTimeout", message="", step="look")


def test_s5_no_more_polls_than_allowed():
    run = enact(workflow(polling(max_polls=2)), {"look": [NO]})
    assert (len(run.journal.calls), run.journal.error.type) == (2, "PollTimeout")


@pytest.mark.parametrize(("until", "type"), [(BROKEN, "ExpressionError"), (const(False), "PollTimeout")])
def test_s5_a_step_that_fails_by_its_poll_was_attempted(until, type):
    looking = step("look", poll=poll(until), compensation=undo_by("cancel", when="attempted"))
    run = enact(workflow(looking), {"look": [NO]})
    assert run.journal.error == Failure(type=type, message="", step="look")
    assert called(run)[-1] == "look:undo"


def test_t3_a_wait_takes_its_time_and_calls_nothing():
    run = enact(workflow(*chain(wait("rest", 5000), step("a"))))
    assert (called(run), run.journal.duration) == (["a"], 5000)
    assert run.journal.outcomes == {"rest": "succeeded", "a": "succeeded"}


@pytest.mark.parametrize(("seconds", "duration"), [(90, 90_000), (0, 0), (-5, 0)])
def test_t3_a_computed_duration_is_in_seconds_and_nothing_when_not_positive(seconds, duration):
    assert enact(workflow(wait("rest", const(seconds)))).journal.duration == duration


@pytest.mark.parametrize(
    ("instant", "duration"),
    [
        ("1970-01-01T00:01:00Z", 60_000),
        ("1970-01-01T00:01:00", 60_000),
        ("1970-01-01T01:01:00+01:00", 60_000),
        ("1969-12-31T00:00:00Z", 0),
    ],
)
def test_t3_a_wait_until_an_instant_without_an_offset_is_in_utc(instant, duration):
    assert enact(workflow(wait("rest", until=const(instant)))).journal.duration == duration


def test_t3_an_error_in_a_wait_is_its_failure():
    run = enact(workflow(wait("rest", BROKEN, on_failure=(catch(SUCCEED),)), result=name("error.type")))
    assert (run.journal.output, run.journal.outcomes) == ("ExpressionError", {"rest": "failed"})


def asking(**changes):
    return workflow(approval("review", **changes), operations=ASK, result=output_of("review"))


def test_t3_an_approval_notifies_and_then_waits_for_the_decision():
    run = enact(asking(), {"review:notify": [ok(takes=100)]}, approvals={"review": approve(5000, by="lena")})
    assert (called(run), run.journal.duration) == (["review:notify"], 5100)
    assert run.journal.output == {"decision": "approved", "by": "lena", "comment": None, "data": None}


def test_t3_the_form_is_validated_and_its_defaults_filled_in():
    run = enact(asking(form=ORDER), approvals={"review": approve(data={"amount": 3})})
    assert run.journal.output["data"] == {"amount": 3, "note": "none"}


def test_t3_a_decision_whose_data_does_not_fit_is_none():
    run = enact(asking(form=ORDER, timeout=1000), approvals={"review": approve(data={"amount": 0})})
    assert run.journal.error.type == "Timeout"


@pytest.mark.parametrize(
    ("answers", "type", "duration"),
    [({"review": reject(10)}, "Rejected", 10), ({}, "Timeout", 1000), ({"review": approve(1001)}, "Timeout", 1000)],
)
def test_t3_a_decision_nobody_asked_about_is_a_failure_that_an_edge_may_catch(answers, type, duration):
    run = enact(asking(timeout=1000), approvals=answers)
    assert run.journal.error == Failure(type=type, message="", step="review")
    assert (run.journal.duration, run.journal.outcomes) == (duration, {"review": "failed"})
    caught = approval("review", timeout=1000, on_failure=(catch(to("b"), "Rejected", "Timeout"),))
    assert called(enact(workflow(caught, step("b"), operations=ASK), approvals=answers))[-1] == "b"


def test_t3_a_decision_in_the_last_instant_of_the_window_is_in_time():
    assert enact(asking(timeout=1000), approvals={"review": approve(1000)}).journal.status == "succeeded"


@pytest.mark.parametrize(("answers", "then"), [({"a": approve()}, "yes"), ({"a": reject()}, "no"), ({}, "late")])
def test_t3_decisions_with_an_edge_are_successes(answers, then):
    edges = arms((decided("approved"), to("yes")), (decided("rejected"), to("no")), to("late"))
    asked = approval("a", timeout=1000, fails=(), on_success=edges)
    run = enact(workflow(asked, step("yes"), step("no"), step("late"), operations=ASK), approvals=answers)
    assert called(run) == ["a:notify", then]


def test_t3_the_failure_of_the_notice_is_the_approvals():
    asked = approval("review", retry=(retry(2),))
    run = enact(workflow(asked, operations=ASK), {"review:notify": [bad("Down", "no mail")]})
    assert called(run) == ["review:notify"] * 2
    assert run.journal.error == Failure(type="Down", message="no mail", step="review")


@pytest.mark.parametrize(
    ("after", "calls"), [(999, ["a:notify"]), (1000, ["a:notify"]), (1001, ["a:notify", "a:remind"])]
)
def test_t3_the_reminder_goes_out_only_while_undecided(after, calls):
    asked = workflow(approval("a", remind=remind(1000)), operations=ASK)
    assert called(enact(asked, approvals={"a": approve(after)})) == calls


def test_t3_a_reminder_has_the_input_and_key_of_its_approval_and_its_failure_is_ignored():
    nag = operation("nag", argument="seen", takes_key=True, input=ANY_MODEL)
    ask = operation("ask", argument="seen", takes_key=True, input=ANY_MODEL)
    asked = approval("a", inputs=const({"who": "lena"}), remind=remind(1000))
    run = enact(workflow(asked, operations=(ask, nag)), {"nag": [bad(takes=9000)]}, approvals={"a": approve(2000)})
    notice, reminder = run.journal.calls
    assert (notice.input, notice.key) == (reminder.input, "<run>:a:notify")
    assert (reminder.key, reminder.error) == ("<run>:a:remind", "Down")
    assert (run.journal.status, run.journal.duration) == ("succeeded", 2000)


def test_t3_each_element_asks_for_itself():
    each = for_each("each", const([0, 1]), approval("review"))
    flow = workflow(each, operations=ASK, result=output_of("each"))
    run = enact(flow, approvals={"review[0]": approve(100, by="lena"), "review": approve(50, by="tom")})
    assert [decision["by"] for decision in run.journal.output] == ["lena", "tom"]
    assert called(run) == ["review[0]:notify", "review[1]:notify"]


def test_an_approval_that_nobody_ever_decides_is_stuck():
    run = enact(asking())
    assert (run.stuck, called(run)) == (("review",), ["review:notify"])


RECEIVED = workflow(*chain(step("a"), receive("payment", name("input"))), result=output_of("payment"))


@pytest.mark.parametrize("takes", [100, 9000])
def test_t3_an_event_is_waited_for_or_kept_until_the_step_wants_it(takes):
    run = enact(RECEIVED, {"a": [ok(takes=takes)]}, input="ord-1", events=(event("ord-1", {"by": "card"}, 5000),))
    assert (run.journal.output, run.journal.duration) == ({"by": "card"}, max(takes, 5000))


def test_t3_other_events_are_for_others():
    flow = workflow(receive("payment", const("ord-1"), timeout=1000))
    others = (event("ord-2", {}, 10), event("ord-1", {}, 10, name="shipped"))
    run = enact(flow, events=others)
    assert run.journal.error == Failure(type="Timeout", message="", step="payment")
    assert run.journal.duration == 1000


@pytest.mark.parametrize(("after", "status"), [(1000, "succeeded"), (1001, "failed")])
def test_t3_an_event_in_the_last_instant_is_in_time(after, status):
    flow = workflow(receive("payment", const("ord-1"), timeout=1000))
    assert enact(flow, events=(event("ord-1", {}, after),)).journal.status == status


def test_t3_events_are_first_in_first_out_and_each_is_for_one_step():
    flow = workflow(
        *chain(receive("one", const("x")), receive("two", const("x"))),
        result=const(None),
    )
    run = enact(flow, events=(event("x", {"n": 2}, 200), event("x", {"n": 1}, 100)))
    assert (run.journal.status, run.journal.duration) == ("succeeded", 200)
    assert enact(flow, events=(event("x", {"n": 1}, 100),)).stuck == ("two",)


def test_t3_of_several_that_wait_the_one_that_has_waited_longest_gets_the_event():
    late = chain(step("a"), receive("late", const("x"), timeout=10_000))
    flow = workflow(parallel("both", late=late, early=(receive("early", const("x"), timeout=10_000),)))
    run = enact(flow, {"a": [ok(takes=10)]}, events=(event("x", {}, 100),))
    assert run.journal.outcomes == {"a": "succeeded", "early": "succeeded", "late": "failed", "both": "failed"}


def test_t3_nobody_who_begins_to_wait_in_the_instant_of_an_event_is_before_those_who_have_waited():
    later = chain(receive("first", const("y")), receive("late", const("x"), timeout=10_000))
    flow = workflow(parallel("both", later=later, early=(receive("early", const("x"), timeout=10_000),)))
    run = enact(flow, events=(event("y", {}, 100), event("x", {}, 100)))
    assert run.journal.outcomes == {"first": "succeeded", "early": "succeeded", "late": "failed", "both": "failed"}


def test_t3_an_event_without_a_model_is_taken_as_it_is():
    flow = workflow(receive("one", const("x"), payload=ANY), result=output_of("one"))
    assert enact(flow, events=(event("x", {"free": [1]}, 1),)).journal.output == {"free": [1]}


def test_t3_a_payload_that_does_not_fit_fails_the_step_and_is_gone():
    first = receive("one", const("x"), payload=ORDER, on_failure=(catch(to("two")),))
    flow = workflow(first, receive("two", const("x"), payload=ORDER), result=output_of("two"))
    run = enact(flow, events=(event("x", {"amount": 0}, 1), event("x", {"amount": 5}, 2)))
    assert run.journal.output == {"amount": 5, "note": "none"}
    assert run.journal.outcomes == {"one": "failed", "two": "succeeded"}
