"""Rules O1-O7: where a run goes, and how it ends."""

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
    name,
    ok,
    output_of,
    play,
    show,
    step,
    to,
    workflow,
)
from wfc.scenario.journal import Failure


def test_o1_a_run_begins_at_the_entry():
    assert called(play(workflow(*chain(step("a"), step("b")), entry="b"))) == ["b"]


def test_o2_the_first_true_condition_wins_and_later_ones_are_not_evaluated():
    deciding = step("a", on_success=arms((const(False), to("b")), (const(True), to("c")), (BROKEN, to("b"))))
    assert called(play(workflow(deciding, step("b"), step("c")))) == ["a", "c"]


def test_o2_otherwise_is_taken_when_nothing_is_true():
    flow = workflow(choice("which", (name("input.vip"), to("gold")), to("plain")), step("gold"), step("plain"))
    assert called(play(flow, {"vip": False})) == ["plain"]
    assert called(play(flow, {"vip": True})) == ["gold"]


@pytest.mark.parametrize(("error", "then"), [("Declined", "b"), ("Fraud", "b"), ("Down", "c")])
def test_o3_the_first_edge_that_lists_the_type_wins(error, then):
    trying = step("a", on_failure=(catch(to("b"), "Declined", "Fraud"), catch(to("c"))))
    assert called(play(workflow(trying, step("b"), step("c")), a=[bad(error)])) == ["a", then]


def test_o3_with_no_match_the_run_fails_with_the_failure():
    trying = step("a", on_failure=(catch(to("b"), "Declined"),))
    run = play(workflow(trying, step("b")), a=[bad("Down", "why")])
    assert run.journal.error == Failure(type="Down", message="why", step="a")
    assert run.journal.outcomes == {"a": "failed"}


def test_o4_a_handled_failure_is_no_failure_of_the_run():
    trying = step("a", on_failure=(catch(to("b")),))
    run = play(workflow(trying, step("b")), a=[bad()])
    assert (run.journal.status, run.journal.outcomes) == ("succeeded", {"a": "failed", "b": "succeeded"})


def test_o6_bare_fail_ends_with_the_failure_handled_last():
    first = step("a", on_failure=(catch(to("b")),))
    second = step("b", on_failure=(catch(to("c")),))
    run = play(workflow(first, second, step("c", on_success=arms(FAIL))), a=[bad("One")], b=[bad("Two", "again")])
    assert run.journal.error == Failure(type="Two", message="again", step="b")


def test_o6_fail_belongs_to_the_step_that_takes_it_and_its_message_may_be_computed():
    trying = step("a", on_failure=(catch(fail("Rejected by us", name("error.message"))),))
    run = play(workflow(trying), a=[bad("Down", "overload")])
    assert run.journal.error == Failure(type="Rejected by us", message="overload", step="a")


def test_o6_succeed_ends_the_run_also_from_a_failure_edge():
    run = play(workflow(step("a", on_failure=(catch(SUCCEED),)), result=const(1)), a=[bad()])
    assert (run.journal.status, run.journal.output) == ("succeeded", 1)


def test_o7_outputs_of_earlier_steps_can_be_read_and_asked_for():
    result = show(a=output_of("a"), b=done("b"), c=done("c"))
    flow = workflow(*chain(step("a"), step("b")), step("c"), result=result)
    assert play(flow, a=[ok({"x": 1})]).journal.output == {"a": {"x": 1}, "b": True, "c": False}


def test_o7_error_is_the_failure_handled_last_and_null_before_there_is_one():
    trying = step("a", on_failure=(catch(SUCCEED),))
    flow = workflow(trying, result=show(error=name("error")))
    assert play(flow).journal.output == {"error": None}
    expected = {"type": "Down", "message": "late", "step": "a"}
    assert play(flow, a=[bad("Down", "late")]).journal.output == {"error": expected}


def test_o7_conditions_of_a_step_see_its_own_output():
    deciding = step("a", on_success=arms((name("output.big"), to("b")), SUCCEED))
    flow = workflow(deciding, step("b"))
    assert called(play(flow, a=[ok({"big": True})])) == ["a", "b"]
    assert called(play(flow, a=[ok({"big": False})])) == ["a"]
