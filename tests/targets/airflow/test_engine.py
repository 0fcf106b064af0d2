"""What only Airflow itself can tell: that routes, joins and compensations do what the interpreter does."""

import pytest

from tests.support.core import (
    BROKEN,
    FAIL,
    SUCCEED,
    arms,
    bad,
    catch,
    chain,
    choice,
    const,
    fail,
    for_each,
    name,
    ok,
    retry,
    show,
    step,
    to,
    undo_by,
)
from tests.targets.airflow.playing import run, workflow
from wfc_targets.airflow.engine.client import AirflowEngine

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_join_is_not_fooled_by_a_detour_that_ends_the_run(engine: AirflowEngine, goes_on: bool) -> None:
    flow = workflow(
        step("a", on_success=arms(to("b")), on_failure=(catch(to("mend")),)),
        step("mend", on_success=arms((const(not goes_on), SUCCEED), to("more"))),
        step("more", on_success=arms(to("b"))),
        step("b"),
    )
    journal, found = run(engine, flow, a=[bad()])
    assert ("b" in journal.outcomes) == goes_on
    assert found == ()


def test_a_failure_of_conditions_takes_the_failure_edge_of_a_choice(engine: AirflowEngine) -> None:
    flow = workflow(
        step("a", on_success=arms(to("pick"))),
        choice("pick", (BROKEN, SUCCEED), to("b"), on_failure=(catch(to("tell"), "ExpressionError"),)),
        step("b"),
        step("tell", on_success=arms(FAIL)),
    )
    journal, found = run(engine, flow)
    assert journal.outcomes == {"a": "succeeded", "pick": "failed", "tell": "succeeded"}
    assert found == ()


def test_a_failing_condition_behind_a_step_compensates_it(engine: AirflowEngine) -> None:
    flow = workflow(step("a", compensation=undo_by("undo"), on_success=arms((BROKEN, SUCCEED), SUCCEED)))
    journal, found = run(engine, flow)
    assert [call.address for call in journal.calls] == ["a", "a:undo"]
    assert found == ()


def test_compensations_run_on_when_one_fails(engine: AirflowEngine) -> None:
    flow = workflow(
        step("a", compensation=undo_by("undo"), on_success=arms(to("b"))),
        step("b", compensation=undo_by("undo"), on_success=arms(to("c"))),
        step("c", compensation=undo_by("undo", when="attempted"), on_success=arms(fail("Never", const("ever")))),
    )
    journal, found = run(engine, flow, **{"b:undo": [bad("Stuck", "fast")], "c": [ok(1)]})
    assert [one.step for one in journal.compensation_failed] == ["b"]
    assert found == ()


def test_a_step_may_be_called_like_a_task_of_ours(engine: AirflowEngine) -> None:
    flow = workflow(
        step("result", on_success=arms(to("class")), on_failure=(catch(FAIL),)),
        step("class", on_success=arms(to("call"))),
        step("call"),
        result=const(1),
    )
    journal, found = run(engine, flow)
    assert journal.output == 1
    assert found == ()


@pytest.mark.parametrize("broken", ["a", "b[1]", "c", ""])
def test_a_failed_run_is_told_after_its_compensations(engine: AirflowEngine, broken: str) -> None:
    told = step("told", inputs=show(why=name("error"), run=name("run.trigger")), retry=(retry(2),))
    undo = undo_by("undo")
    flow = workflow(
        *chain(step("a"), for_each("every", const([1, 2]), step("b", compensation=undo)), step("c", compensation=undo)),
        after_compensation=told,
    )
    journal, found = run(engine, flow, **({broken: [bad()]} if broken else {}), told=[bad(), bad("Deaf")])
    assert [one.step for one in journal.compensation_failed] == (["told"] if broken else [])
    assert found == ()


def test_a_run_that_has_called_nothing_tells_nobody(engine: AirflowEngine) -> None:
    flow = workflow(step("a", inputs=BROKEN), after_compensation=step("told"))
    journal, found = run(engine, flow)
    assert journal.calls == ()
    assert found == ()


def test_text_of_digits_stays_text(engine: AirflowEngine) -> None:
    flow = workflow(step("a"), result=const("2"))
    journal, found = run(engine, flow)
    assert journal.output == "2"
    assert found == ()
