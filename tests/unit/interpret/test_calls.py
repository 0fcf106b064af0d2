"""Rule C7: a workflow that another one runs."""

from dataclasses import replace

from tests.support.core import (
    FAIL,
    arms,
    bad,
    call,
    called,
    catch,
    chain,
    const,
    fail,
    for_each,
    name,
    ok,
    operation,
    output_of,
    play,
    show,
    sla,
    step,
    to,
    undo_by,
    workflow,
)
from tests.support.waiting import approval, approve, enact, event, page, receive, wait
from wfc.ir.types import ModelRef
from wfc.scenario.journal import CompensationFailure, Failure

ORDER = ModelRef("tests.support.team:Order")
SEE = operation("see", argument="seen", takes_key=True, input=ModelRef("tests.support.team:Seen"))


def child(*steps, **changes):
    return workflow(*chain(*steps), key="test.child", **changes)


def caller(inner, *after, **changes):
    plain = {"children": (inner,), "result": output_of("ship")}
    return workflow(*chain(call("ship", inner), *after), **{**plain, **changes})


PACKING = child(step("pack", compensation=undo_by("unpack")), step("post"), result=output_of("post"))


def test_c7_a_child_runs_and_its_result_is_the_output():
    run = play(caller(PACKING), **{"ship/post": [ok("parcel", takes=100)]})
    assert called(run) == ["ship/pack", "ship/post"]
    assert (run.journal.output, run.journal.duration) == ("parcel", 100)
    assert run.journal.outcomes == {"ship/pack": "succeeded", "ship/post": "succeeded", "ship": "succeeded"}


def test_c7_the_childs_run_has_an_id_of_its_own_below_the_callers():
    inner = child(step("see", inputs=show(id=name("run.id"))), operations=(SEE,))
    flow = workflow(for_each("each", const([0, 1]), call("ship", inner)), children=(inner,))
    second = play(flow).journal.calls[1]
    assert (second.address, second.key, second.input) == (
        "ship[1]/see", "<run>/ship[1]:see", {"id": "<run>/ship[1]"},
    )  # fmt: skip


def test_c7_a_failed_child_has_compensated_itself_and_the_call_fails_as_it_did():
    calling = replace(call("ship", PACKING), on_failure=(catch(to("b")),))
    flow = workflow(calling, step("b"), children=(PACKING,), result=name("error"))
    run = play(flow, **{"ship/post": [bad("Lost", "in the mail")]})
    assert called(run) == ["ship/pack", "ship/post", "ship/pack:undo", "b"]
    assert run.journal.output == {"type": "Lost", "message": "in the mail", "step": "ship"}


def test_c7_the_caller_waits_for_that_compensation():
    calling = replace(call("ship", PACKING), on_failure=(catch(to("b")),))
    flow = workflow(calling, step("b"), children=(PACKING,))
    script = {"ship/post": [bad()], "ship/pack:undo": [bad("Down", "later", takes=500)]}
    run = play(flow, **script)
    assert run.journal.duration == 500
    assert run.journal.compensation_failed == (CompensationFailure(step="ship/pack", type="Down", message="later"),)


def test_c7_a_child_that_succeeded_is_undone_only_by_the_calls_own_compensation():
    names = show(parcel=name("output"), key=name("key"))
    calling = replace(call("ship", PACKING), compensation=undo_by("see", inputs=names))
    flow = workflow(*chain(calling, step("last")), children=(PACKING,), operations=(SEE,))
    run = play(flow, last=[bad()], **{"ship/post": [ok("parcel")]})
    assert called(run)[-1] == "ship:undo"
    assert run.journal.calls[-1].input == {"parcel": "parcel", "key": "<run>:ship"}
    assert run.journal.calls[-1].key == "<run>:ship:undo"
    assert "ship/pack:undo" not in called(run)


def test_c7_an_input_that_does_not_fit_is_the_childs_and_nothing_was_attempted():
    inner = child(step("a"), input=ORDER)
    calling = replace(
        call("ship", inner), inputs=const({"amount": 0}), compensation=undo_by("cancel", when="attempted")
    )
    run = play(workflow(calling, children=(inner,)))
    assert run.journal.error == Failure(type="InvalidInput", message="", step="ship")
    assert (called(run), run.journal.outcomes) == ([], {"ship": "failed"})


def test_c7_a_child_that_failed_was_attempted():
    calling = replace(call("ship", PACKING), compensation=undo_by("cancel", when="attempted"))
    run = play(workflow(calling, children=(PACKING,)), pack=[bad()])
    assert called(run) == ["ship/pack", "ship:undo"]


def test_c7_the_context_is_the_callers_unless_written():
    inner = child(step("a"), context=ORDER, result=name("ctx.amount"))
    flow = workflow(call("ship", inner), children=(inner,), context=ORDER, result=output_of("ship"))
    assert enact(flow, context={"amount": 3}).journal.output == 3
    other = workflow(
        replace(call("ship", inner), context=const({"amount": 4})), children=(inner,), result=output_of("ship")
    )
    assert enact(other).journal.output == 4


def test_c7_breaches_and_alerts_of_the_child_have_the_call_in_front():
    inner = child(step("a", sla=sla(10, "page")), sla=sla(10, "page"), operations=(page(),))
    run = play(caller(inner, result=None), **{"ship/a": [ok(takes=11)]})
    assert run.journal.sla_breaches == ("ship/", "ship/a")
    assert sorted(called(run)) == ["ship/:alert", "ship/a", "ship/a:alert"]
    keys = {one.address: one.key for one in run.journal.calls}
    assert (keys["ship/:alert"], keys["ship/a:alert"]) == ("<run>/ship:alert", "<run>/ship:a:alert")


def test_c7_a_timeout_asks_the_child_to_cancel_and_waits_until_it_has_compensated():
    calling = replace(call("ship", PACKING), timeout=1000, compensation=undo_by("cancel", when="attempted"))
    run = play(workflow(calling, children=(PACKING,)), post=[ok(takes=5000)], unpack=[ok(takes=200)])
    assert called(run) == ["ship/pack", "ship/post", "ship/pack:undo", "ship:undo"]
    assert run.journal.error == Failure(type="Timeout", message="", step="ship")
    assert run.journal.duration == 5200
    assert run.journal.outcomes == {"ship/pack": "succeeded", "ship/post": "succeeded", "ship": "failed"}


def test_c7_exactly_in_time_is_in_time():
    calling = replace(call("ship", PACKING), timeout=1000)
    assert play(workflow(calling, children=(PACKING,)), post=[ok(takes=1000)]).journal.status == "succeeded"


def test_c7_a_timeout_ends_a_wait_of_the_child_at_once():
    inner = child(wait("rest", 60_000))
    run = play(workflow(replace(call("ship", inner), timeout=1000), children=(inner,)))
    assert (run.journal.error.type, run.journal.duration) == ("Timeout", 1000)
    assert run.journal.outcomes == {"ship": "failed"}


def test_c7_a_cancel_reaches_the_child_and_is_awaited():
    flow = caller(PACKING, step("after"))
    run = enact(flow, {"ship/post": [ok(takes=500)], "unpack": [ok(takes=100)]}, cancel=200)
    assert called(run) == ["ship/pack", "ship/post", "ship/pack:undo"]
    assert (run.journal.status, run.journal.duration) == ("cancelled", 600)
    assert run.journal.outcomes == {"ship/pack": "succeeded", "ship/post": "succeeded"}


def test_c7_the_deadline_of_the_caller_reaches_the_child_and_fails_the_call():
    flow = caller(PACKING, step("after"), deadline=200)
    run = enact(flow, {"ship/post": [ok(takes=500)]})
    assert called(run) == ["ship/pack", "ship/post", "ship/pack:undo"]
    assert run.journal.error == Failure(type="Deadline", message="", step="ship")
    assert run.journal.outcomes["ship"] == "failed"


def test_c7_a_deadline_of_the_child_counts_from_its_own_start():
    inner = child(step("post"), deadline=100)
    flow = workflow(*chain(step("a"), call("ship", inner)), children=(inner,))
    run = play(flow, a=[ok(takes=1000)], post=[ok(takes=101)])
    assert run.journal.error == Failure(type="Deadline", message="", step="ship")
    assert run.journal.duration == 1100


def test_c7_failures_inside_the_child_are_in_its_own_words():
    inner = child(step("a", on_failure=(catch(to("tell")),)), step("tell", operation="see", on_success=arms(FAIL)),
                  operations=(SEE,))  # fmt: skip
    inner = replace(inner, nodes=(inner.nodes[0], replace(inner.nodes[1], inputs=show(step=name("error.step")))))
    run = play(workflow(call("ship", inner), children=(inner,)), a=[bad()])
    assert run.journal.calls[-1].input == {"step": "a"}
    assert run.journal.error == Failure(type="Down", message="", step="ship")


def test_a_child_calls_a_child():
    deep = workflow(step("dig", on_success=arms(fail("Water"))), key="test.deep")
    middle = child(call("deeper", deep), children=(deep,))
    run = play(caller(middle))
    assert run.journal.outcomes == {"ship/deeper/dig": "succeeded", "ship/deeper": "failed", "ship": "failed"}
    assert run.journal.error == Failure(type="Water", message="", step="ship")


def test_a_scripted_call_stands_for_the_childs_whole_run():
    run = play(caller(PACKING), ship=[ok("parcel", takes=100)])
    [one] = run.journal.calls
    assert (one.address, one.attempt, one.key, one.output) == ("ship", 1, "", "parcel")
    assert (run.journal.output, run.journal.outcomes) == ("parcel", {"ship": "succeeded"})


def test_a_scripted_call_can_fail_and_be_late():
    calling = replace(call("ship", PACKING), timeout=1000)
    flow = workflow(calling, children=(PACKING,))
    assert play(flow, ship=[bad("Lost", "why")]).journal.error == Failure(type="Lost", message="why", step="ship")
    assert play(flow, ship=[ok(takes=1001)]).journal.error == Failure(type="Timeout", message="", step="ship")


def test_approvals_and_events_reach_the_child():
    inner = child(approval("review"), receive("paid", const("x")), operations=(operation("ask"),))
    run = enact(caller(inner, result=None), approvals={"ship/review": approve(10)}, events=(event("x", {}, 20),))
    assert (run.journal.status, run.journal.duration, called(run)) == ("succeeded", 20, ["ship/review:notify"])


def test_t3_a_child_sees_only_what_arrived_after_it_began():
    inner = child(receive("paid", const("x"), timeout=10))
    flow = workflow(*chain(step("a"), call("ship", inner)), children=(inner,))
    run = enact(flow, {"a": [ok(takes=100)]}, events=(event("x", {}, 99),))
    assert run.journal.error == Failure(type="Timeout", message="", step="ship")
