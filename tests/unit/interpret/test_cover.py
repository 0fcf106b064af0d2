"""What `wfc test` says has not been exercised, and which outputs it wants scripted."""

from dataclasses import replace

from tests.support.core import (
    FAIL,
    SUCCEED,
    arms,
    bad,
    call,
    catch,
    chain,
    const,
    for_each,
    name,
    ok,
    operation,
    output_of,
    parallel,
    play,
    step,
    to,
    undo_by,
    workflow,
)
from tests.support.waiting import ASK, approval, approve, enact, reject
from wfc.interpret.cover import cover
from wfc.interpret.unscripted import unscripted_outputs
from wfc.ir.types import Null


def test_steps_transitions_and_compensations_inside_blocks_count():
    body = chain(step("a", compensation=undo_by("cancel")), step("b", on_failure=(catch(FAIL),)))
    flow = workflow(*chain(for_each("each", const([0, 1]), *body), parallel("both", left=(step("c"),))))
    run = play(flow)
    assert cover(flow, [run]).missed == ("b -x-> FAIL", "a:undo")
    assert cover(flow, [run]).total == 5 + 6 + 1
    failed = play(flow, **{"b[1]": [bad()]})
    assert cover(flow, [run, failed]).missed == ()


def test_every_decision_of_an_approval_counts_whether_an_edge_or_a_failure():
    asked = approval("review", timeout=1000, on_failure=(catch(to("b")),))
    flow = workflow(asked, step("b"), operations=ASK)
    approved = enact(flow, approvals={"review": approve()})
    assert cover(flow, [approved]).missed == (
        "b", "review -x-> b", "review rejected", "review timeout", "b -> SUCCEED",
    )  # fmt: skip
    others = [enact(flow, approvals={"review": reject()}), enact(flow)]
    assert cover(flow, [approved, *others]).missed == ()


def test_the_step_told_of_a_failed_run_counts_and_a_child_has_scenarios_of_its_own():
    child = workflow(step("label", on_failure=(catch(SUCCEED),)), key="test.child")
    flow = workflow(call("ship", child), children=(child,), after_compensation=step("label"))
    run = play(flow)
    assert cover(flow, [run]).missed == ("label",), "the label of the child is another"


def test_outputs_that_are_read_through_a_block_are_wanted():
    body = chain(step("x"), step("a"))
    flow = workflow(for_each("each", const([0, 1]), *body), result=output_of("each"))
    assert unscripted_outputs(flow, play(flow)) == ("a",)
    assert unscripted_outputs(flow, play(flow, **{"a[0]": [ok(1)]})) == ("a",)
    assert unscripted_outputs(flow, play(flow, a=[ok(1)])) == ()
    unread = workflow(for_each("each", const([0, 1]), *body))
    assert unscripted_outputs(unread, play(unread)) == ()


def test_outputs_that_can_only_be_null_are_not_wanted():
    nothing = operation("a", output=Null(), result_annotation="None", result_imports=())
    flow = workflow(parallel("both", left=(step("a"),)), operations=(nothing,), result=output_of("both"))
    assert unscripted_outputs(flow, play(flow)) == ()


def test_outputs_read_in_a_child_by_a_poll_or_by_a_compensation_are_wanted():
    child = workflow(*chain(step("c"), step("d")), key="test.child", result=output_of("c"))
    undone = step("a", compensation=undo_by("cancel", inputs=name("output")))
    deciding = step("b", on_success=arms((name("output"), SUCCEED), SUCCEED))
    flow = workflow(*chain(undone, replace(call("ship", child), on_success=arms(to("b")))), deciding, children=(child,))
    assert unscripted_outputs(flow, play(flow)) == ("a", "ship/c", "b")
