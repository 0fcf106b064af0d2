"""Rules R1-R3 and S1-S4: runs, inputs, attempts, retries."""

import pytest

from tests.support.core import (
    BROKEN,
    arms,
    bad,
    called,
    catch,
    chain,
    choice,
    const,
    fail,
    name,
    ok,
    order,
    play,
    retry,
    step,
    to,
    workflow,
)  # fmt: skip
from wfc.interpret.timeline import Delayed
from wfc.ir.types import ModelRef
from wfc.scenario.journal import Failure

ORDER = ModelRef("tests.support.team:Order")
RECEIPT = ModelRef("tests.support.team:Receipt")


def delays(run):
    return [event.until - event.at for event in run.timeline if isinstance(event, Delayed)]


def test_r1_lambdas_see_the_input_with_its_defaults():
    run = play(workflow(step("a"), input=ORDER, result=name("input.note")), {"amount": 1})
    assert run.journal.output == "none"


def test_r1_an_input_that_does_not_fit_fails_before_anything_is_called():
    run = play(workflow(step("a"), input=ORDER), {"amount": 0})
    assert run.journal.error == Failure(type="InvalidInput", message="", step=None)
    assert (run.journal.calls, run.journal.outcomes) == ((), {})


def test_r2_a_run_without_result_succeeds_with_null():
    run = play(workflow(step("a")), a=[ok(5)])
    assert (run.journal.status, run.journal.output, run.journal.error) == ("succeeded", None, None)


def test_r2_the_output_has_the_defaults_of_its_model():
    run = play(workflow(step("a"), output=RECEIPT, result=const({"Id": "r"})))
    assert run.journal.output == {"Id": "r", "copies": 1}


@pytest.mark.parametrize(("result", "type"), [(BROKEN, "ExpressionError"), (const({"no": "id"}), "InvalidOutput")])
def test_r2_an_error_in_the_result_belongs_to_no_step(result, type):
    run = play(workflow(step("a"), output=RECEIPT, result=result))
    assert run.journal.error == Failure(type=type, message="", step=None)
    assert run.journal.outcomes == {"a": "succeeded"}


@pytest.mark.parametrize("value", [2**53, float("inf"), [float("nan")], {"deep": -(2**60)}])
def test_r3_a_number_that_json_cannot_hold_is_an_expression_error(value):
    assert play(workflow(step("a"), result=const(value))).journal.error.type == "ExpressionError"


def test_s1_all_attempts_see_one_input_and_one_key():
    placing = step("pay", operation="place", inputs=const({"amount": 3}), retry=(retry(2),))
    run = play(workflow(placing, operations=(order(takes_key=True),)), pay=[bad(), ok({"Id": "r"})])
    first, second = run.journal.calls
    assert first.input == second.input == {"amount": 3, "note": "none"}
    assert first.key == second.key == "<run>:pay"
    assert (first.attempt, second.attempt) == (1, 2)


def test_s2_an_output_is_dumped_again_with_defaults_and_an_operation_without_key_gets_none():
    run = play(
        workflow(step("a", operation="place", inputs=const({"amount": 1})), operations=(order(),)), a=[ok({"Id": "r"})]
    )
    assert run.journal.calls[0].output == {"Id": "r", "copies": 1}
    assert run.journal.calls[0].key == ""


def test_s2_an_output_that_does_not_fit_fails_and_is_never_retried():
    flow = workflow(step("a", operation="place", inputs=const({"amount": 1}), retry=(retry(5),)), operations=(order(),))
    run = play(flow, a=[ok({"no": "id"})])
    assert run.journal.error == Failure(type="InvalidOutput", message="", step="a")
    assert len(run.journal.calls) == 1


@pytest.mark.parametrize(("takes", "error", "duration"), [(1000, None, 1000), (1001, "Timeout", 1000)])
def test_s2_an_attempt_is_cut_at_its_timeout_and_exactly_on_time_is_in_time(takes, error, duration):
    run = play(workflow(step("a", timeout=1000)), a=[ok(takes=takes)])
    assert run.journal.calls[0].error == error
    assert run.journal.duration == duration


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (retry(4, "constant"), [1000, 1000, 1000]),
        (retry(4, "linear"), [1000, 2000, 3000]),
        (retry(4, "exponential"), [1000, 2000, 4000]),
        (retry(4, "exponential", multiplier=1.5), [1000, 1500, 2250]),
        (retry(4, "exponential", max_interval=1500), [1000, 1500, 1500]),
        (retry(4, "linear", initial=0), [0, 0, 0]),
        (retry(1), []),
    ],
)
def test_s3_delays(policy, expected):
    run = play(workflow(step("a", retry=(policy,))), a=[bad()])
    assert delays(run) == expected
    assert run.journal.duration == sum(expected)


def test_s3_without_a_policy_there_is_one_attempt():
    assert called(play(workflow(step("a")), a=[bad()])) == ["a"]


@pytest.mark.parametrize(
    ("policy", "attempts"),
    [(retry(3, only=("Down",)), 3), (retry(3, only=("Busy",)), 1), (retry(3, never=("Down",)), 1)],
)
def test_s3_only_and_never_decide_by_type(policy, attempts):
    assert len(called(play(workflow(step("a", retry=(policy,))), a=[bad("Down")]))) == attempts


def test_s3_the_first_policy_that_matches_applies_with_its_own_counter():
    policies = (retry(3, "linear", only=("Busy",)), retry(2, initial=50))
    run = play(workflow(step("a", retry=policies)), a=[bad("Busy"), bad("Down"), bad("Busy"), bad("Busy")])
    assert delays(run) == [1000, 50, 2000]
    assert run.journal.error.type == "Busy"


def test_s3_timeouts_are_retried_like_any_failure():
    run = play(workflow(step("a", timeout=10, retry=(retry(2),))), a=[ok(takes=99), ok()])
    assert (run.journal.status, run.journal.duration) == ("succeeded", 1010)


@pytest.mark.parametrize(("inputs", "type"), [(BROKEN, "ExpressionError"), (const({"amount": 0}), "InvalidInput")])
def test_s4_a_step_whose_input_fails_makes_no_attempt_but_can_be_handled(inputs, type):
    failing = step("a", operation="place", inputs=inputs, retry=(retry(3),), on_failure=(catch(to("b")),))
    run = play(workflow(failing, step("b"), operations=(order(),), result=name("error.type")))
    assert called(run) == ["b"]
    assert run.journal.output == type


def test_s4_an_error_in_the_message_of_a_fail_leaves_it_empty():
    flow = workflow(step("a", on_success=arms(fail("TooMuch", BROKEN))))
    assert play(flow).journal.error == Failure(type="TooMuch", message="", step="a")


def test_s4_an_error_in_a_condition_is_not_for_the_steps_own_failure_edge():
    deciding = step("a", on_success=arms((BROKEN, to("b"))), on_failure=(catch(to("b")),))
    run = play(workflow(deciding, step("b")))
    assert run.journal.error == Failure(type="ExpressionError", message="", step="a")
    assert run.journal.outcomes == {"a": "succeeded"}


def test_s4_a_choice_asks_its_own_failure_edge():
    run = play(workflow(choice("c", (BROKEN, to("a")), on_failure=(catch(to("a")),)), step("a")))
    assert run.journal.outcomes == {"c": "failed", "a": "succeeded"}


def test_an_operation_without_a_script_returns_the_fixed_value_of_its_type():
    run = play(workflow(*chain(step("a"), step("b"))), b=[ok(1)])
    assert [call.output for call in run.journal.calls] == [None, 1]
    assert run.unscripted == {"a"}
