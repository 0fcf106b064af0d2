"""Rules P1, P2, O6, O7 and C2 with branches and bodies: what runs at once, what is seen, what is undone."""

from dataclasses import replace

import pytest

from tests.support.core import (
    BROKEN,
    FAIL,
    SUCCEED,
    arms,
    bad,
    called,
    catch,
    chain,
    choice,
    const,
    done,
    fail,
    for_each,
    name,
    ok,
    operation,
    output_of,
    parallel,
    play,
    retry,
    show,
    step,
    to,
    undo_by,
    workflow,
)
from wfc.ir.types import ModelRef
from wfc.scenario.journal import Failure

SEE = operation("see", argument="seen", takes_key=True, input=ModelRef("tests.support.team:Seen"))


def undone(run):
    return [address for address in called(run) if address.endswith(":undo")]


def test_p1_branches_run_at_once_and_the_join_waits_for_the_slowest():
    both = parallel("both", left=chain(step("a"), step("b")), right=(step("c"),))
    run = play(workflow(*chain(both, step("after"))), a=[ok(takes=200)], b=[ok(takes=100)], c=[ok(takes=250)])
    assert called(run) == ["a", "c", "b", "after"]
    assert run.journal.duration == 300
    assert run.journal.outcomes["both"] == "succeeded"


def test_p1_a_failing_branch_does_not_cancel_its_siblings():
    both = parallel("both", left=(step("a"),), right=chain(step("b"), step("c")))
    run = play(workflow(both), a=[bad("Down", takes=10)], b=[ok(takes=500)])
    assert called(run) == ["a", "b", "c"]
    assert run.journal.duration == 500
    assert run.journal.outcomes == {"a": "failed", "b": "succeeded", "c": "succeeded", "both": "failed"}


def test_p1_the_error_is_that_of_the_first_failed_branch_in_the_order_of_the_dict():
    both = parallel("both", left=(step("a"),), right=(step("b"),))
    run = play(workflow(both), a=[bad("Slow", "later", takes=500)], b=[bad("Fast", takes=1)])
    assert run.journal.error == Failure(type="Slow", message="later", step="a")


def test_p1_the_output_has_what_each_branch_ended_with():
    caught = step("b", on_failure=(catch(SUCCEED),))
    both = parallel("both", left=chain(step("x"), step("a")), right=(caught,), rest=(choice("which", SUCCEED),))
    flow = workflow(both, result=output_of("both"))
    expected = {"left": 1, "right": None, "rest": None}
    assert play(flow, x=[ok(0)], a=[ok(1)], b=[bad()]).journal.output == expected


def test_p1_when_the_failure_is_handled_inner_steps_stay_done_until_the_run_fails():
    both = parallel("both", left=(step("a", compensation=undo_by("cancel")),), right=(step("b"),))
    both = replace(both, on_failure=(catch(to("rescue")),))
    flow = workflow(both, step("rescue", on_success=arms(FAIL)), result=name("error"))
    run = play(flow, b=[bad("Down", "why")])
    assert called(run) == ["a", "b", "rescue", "a:undo"]
    assert run.journal.error == Failure(type="Down", message="why", step="b")
    saved = workflow(both, step("rescue"))
    assert called(play(saved, b=[bad()])) == ["a", "b", "rescue"]


def test_o6_fail_and_succeed_end_the_innermost_block():
    deciding = step("a", on_success=arms((name("output"), SUCCEED), fail("Enough")))
    both = replace(parallel("both", left=(deciding,), right=(step("b"),)), on_success=arms(to("after")))
    assert called(play(workflow(both, step("after")), a=[ok(True)])) == ["a", "b", "after"]
    run = play(workflow(both, step("after")), a=[ok(False)])
    assert run.journal.error == Failure(type="Enough", message="", step="a")


def test_o7_a_failure_handled_inside_is_not_visible_after_the_join_but_one_before_is_inside():
    caught = step("a", on_failure=(catch(to("b")),))
    both = parallel("both", left=(caught, step("b", operation="see", inputs=show(error=name("error.type")))))
    first = step("first", on_failure=(catch(to("both")),))
    flow = workflow(first, both, operations=(SEE,), result=name("error.type"))
    run = play(flow, first=[bad("First")], a=[bad("Inner")])
    assert [call.input for call in run.journal.calls if call.address == "b"] == [{"error": "Inner"}]
    assert run.journal.output == "First"


def test_o7_branches_do_not_see_each_other_and_everything_is_seen_after_the_join():
    asking = step("b", operation="see", inputs=show(a=done("a"), before=output_of("before")))
    both = parallel("both", left=(step("a"),), right=chain(step("late"), asking))
    flow = workflow(*chain(step("before"), both), operations=(SEE,), result=show(a=output_of("a"), late=done("late")))
    run = play(flow, before=[ok(1)], a=[ok(2)], late=[ok(takes=100)])
    assert run.journal.calls[-1].input == {"a": False, "before": 1}
    assert run.journal.output == {"a": 2, "late": True}


def test_p2_the_body_runs_for_each_item_and_the_output_keeps_their_order():
    body = step("bill", operation="see", inputs=show(item=name("item"), index=name("index")))
    each = for_each("each", name("input"), body)
    run = play(
        workflow(each, operations=(SEE,), result=output_of("each")),
        ["x", "y", "z"],
        **{"bill[0]": [ok("first", takes=300)], "bill[1]": [ok("second", takes=100)], "bill": [ok("other")]},
    )
    assert run.journal.output == ["first", "second", "other"]
    assert run.journal.duration == 300
    assert [call.input for call in run.journal.calls][1] == {"item": "y", "index": 1}
    assert [call.key for call in run.journal.calls] == ["<run>:bill:0", "<run>:bill:1", "<run>:bill:2"]
    assert run.journal.outcomes == {
        "bill[0]": "succeeded", "bill[1]": "succeeded", "bill[2]": "succeeded", "each": "succeeded",
    }  # fmt: skip


@pytest.mark.parametrize(("at_once", "duration"), [(None, 100), (1, 500), (2, 300), (4, 200), (9, 100)])
def test_p2_at_most_max_concurrency_elements_at_once(at_once, duration):
    each = for_each("each", const([1, 2, 3, 4, 5]), step("bill"), max_concurrency=at_once)
    assert play(workflow(each), bill=[ok(takes=100)]).journal.duration == duration


def test_p2_the_next_element_starts_when_one_has_settled():
    each = for_each("each", const([0, 1, 2, 3]), *chain(step("a"), step("b")), max_concurrency=2)
    run = play(workflow(each), **{"a[0]": [ok(takes=1000)], "a": [ok(takes=100)]})
    assert called(run) == ["a[0]", "a[1]", "b[1]", "a[2]", "b[2]", "a[3]", "b[3]", "b[0]"]


def test_p2_all_elements_settle_and_the_lowest_failed_index_counts():
    each = for_each("each", const([0, 1, 2]), step("bill"), max_concurrency=1)
    run = play(workflow(each), **{"bill[1]": [bad("One", "of two")], "bill[2]": [bad("Two")]})
    assert called(run) == ["bill[0]", "bill[1]", "bill[2]"]
    assert run.journal.error == Failure(type="One", message="of two", step="bill[1]")


def test_p2_no_elements_are_a_success():
    run = play(workflow(for_each("each", const([]), step("bill")), result=output_of("each")))
    assert (run.journal.output, run.journal.outcomes) == ([], {"each": "succeeded"})


def test_p2_an_error_in_items_is_a_failure_of_the_node():
    each = for_each("each", BROKEN, step("bill"), on_failure=(catch(to("b")),))
    run = play(workflow(each, step("b"), result=name("error")))
    assert run.journal.output == {"type": "ExpressionError", "message": "", "step": "each"}
    assert run.journal.outcomes == {"each": "failed", "b": "succeeded"}


def test_o7_elements_do_not_see_each_other_and_nobody_sees_them_afterwards():
    body = chain(step("a"), step("b", operation="see", inputs=show(a=output_of("a"))))
    flow = workflow(for_each("each", const([0, 1]), *body), operations=(SEE,), result=show(a=done("a")))
    run = play(flow, **{"a[0]": [ok("zero")], "a[1]": [ok("one")]})
    assert [call.input for call in run.journal.calls[2:]] == [{"a": "zero"}, {"a": "one"}]
    assert run.journal.output == {"a": False}


def test_o7_in_a_nested_for_each_item_and_index_are_the_innermost():
    inner = step("cell", operation="see", inputs=show(item=name("item"), index=name("index")))
    outer = for_each("rows", const([["a"], ["b", "c"]]), for_each("cells", name("item"), inner))
    run = play(workflow(outer, operations=(SEE,)))
    seen = {call.address: (call.input["item"], call.input["index"], call.key) for call in run.journal.calls}
    assert seen == {
        "cell[0][0]": ("a", 0, "<run>:cell:0:0"),
        "cell[1][0]": ("b", 0, "<run>:cell:1:0"),
        "cell[1][1]": ("c", 1, "<run>:cell:1:1"),
    }


def test_s3_retries_are_each_elements_own():
    each = for_each("each", const([0, 1]), step("bill", retry=(retry(2),)))
    run = play(workflow(each), **{"bill[1]": [bad(), ok()]})
    assert [(call.address, call.attempt) for call in run.journal.calls] == [
        ("bill[0]", 1), ("bill[1]", 1), ("bill[1]", 2),
    ]  # fmt: skip


def test_c2_the_last_element_is_undone_first_and_each_in_reverse():
    body = chain(step("a", compensation=undo_by("cancel")), step("b", compensation=undo_by("cancel")))
    flow = workflow(*chain(for_each("each", const([0, 1]), *body), step("last")))
    run = play(flow, last=[bad()], **{"a[0]": [ok(takes=900)]})
    assert undone(run) == ["b[1]:undo", "a[1]:undo", "b[0]:undo", "a[0]:undo"]


def test_c2_branches_are_undone_one_after_another_whatever_ended_first():
    def pair(one, two):
        return chain(step(one, compensation=undo_by("cancel")), step(two, compensation=undo_by("cancel")))

    flow = workflow(*chain(parallel("both", left=pair("a", "b"), right=pair("c", "d")), step("last")))
    run = play(flow, a=[ok(takes=900)], last=[bad()])
    assert undone(run) == ["d:undo", "c:undo", "b:undo", "a:undo"]


def test_c2_only_what_succeeded_inside_is_undone():
    body = chain(step("a", compensation=undo_by("cancel")), step("b", compensation=undo_by("cancel")))
    run = play(workflow(for_each("each", const([0, 1, 2]), *body)), **{"b[1]": [bad()], "a[2]": [bad()]})
    assert undone(run) == ["a[1]:undo", "b[0]:undo", "a[0]:undo"]


def test_c4_a_compensation_in_a_body_sees_its_own_element():
    names = show(item=name("item"), index=name("index"), output=name("output"), key=name("key"), other=output_of("a"))
    body = chain(step("a"), step("b", compensation=undo_by("see", inputs=names)))
    flow = workflow(*chain(for_each("each", const(["x", "y"]), *body), step("last")), operations=(SEE,))
    run = play(flow, last=[bad()], **{"a[1]": [ok("other")], "b[1]": [ok("mine")]})
    first, second = [call for call in run.journal.calls if call.address.endswith(":undo")]
    assert first.address == "b[1]:undo"
    assert first.input == {"item": "y", "index": 1, "output": "mine", "key": "<run>:b:1", "other": "other"}
    assert first.key == "<run>:b:1:undo"
    assert second.input["item"] == "x"


def test_a_parallel_inside_a_for_each_inside_a_branch():
    inner = parallel("two", one=(step("a"),), other=(step("b"),))
    left = chain(for_each("each", const([0, 1]), inner), step("c"))
    run = play(workflow(parallel("both", left=left, right=(step("d"),))), **{"b[1]": [bad("Down")]})
    assert run.journal.error == Failure(type="Down", message="", step="b[1]")
    assert run.journal.outcomes == {
        "a[0]": "succeeded", "b[0]": "succeeded", "two[0]": "succeeded",
        "a[1]": "succeeded", "b[1]": "failed", "two[1]": "failed", "each": "failed", "d": "succeeded", "both": "failed",
    }  # fmt: skip
