"""Branches and elements on Airflow: they settle, the first failure counts, and what was done is undone in order."""

from dataclasses import replace

import pytest

from tests.support.core import (
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
    operation,
    output_of,
    parallel,
    retry,
    show,
    sla,
    step,
    to,
    undo_by,
)
from tests.targets.airflow.playing import run, workflow
from wfc_targets.airflow.engine.client import AirflowEngine

pytestmark = pytest.mark.engine

UNDO = undo_by("undo")


def test_branches_yield_what_their_last_step_has(engine: AirflowEngine) -> None:
    flow = workflow(
        *chain(parallel("both", left=chain(step("a"), step("b")), right=(step("c"),)), step("d")),
        result=output_of("both"),
    )
    journal, found = run(engine, flow, b=[ok(1)], c=[ok(2)])
    assert journal.output == {"left": 1, "right": 2}
    assert found == ()


@pytest.mark.parametrize("broken", ["a", "b", "c", "ac"])
def test_a_branch_that_fails_waits_for_its_sibling_and_both_are_undone(engine: AirflowEngine, broken: str) -> None:
    left = chain(step("a", compensation=UNDO), step("b", compensation=UNDO))
    flow = workflow(
        *chain(
            step("first", compensation=UNDO),
            parallel("both", left=left, right=(step("c", compensation=UNDO),)),
            step("d"),
        )
    )
    journal, found = run(engine, flow, **{one: [bad("Down", one)] for one in broken})
    assert journal.error is not None and journal.error.step == broken[0]
    assert found == ()


def test_a_failure_handled_in_a_branch_is_not_seen_behind_it(engine: AirflowEngine) -> None:
    left = (
        step("a", on_success=arms(SUCCEED), on_failure=(catch(to("mend")),)),
        step("mend", on_success=arms(SUCCEED)),
    )
    right = (choice("pick", (const(True), SUCCEED), to("b")), step("b"))
    both = replace(parallel("both", left=left, right=right), on_success=arms(to("tell")))
    flow = workflow(both, step("tell", inputs=None), result=show(error=name("error"), both=output_of("both")))
    journal, found = run(engine, flow, a=[bad()], mend=[ok("mended")])
    assert journal.output == {"error": None, "both": {"left": "mended", "right": None}}
    assert found == ()


def test_the_failure_of_a_parallel_can_be_handled(engine: AirflowEngine) -> None:
    left = (step("a", on_success=arms(fail("TooBig", const("much")))),)
    both = replace(parallel("both", left=left, right=(step("b", compensation=UNDO),)), on_success=arms(SUCCEED))
    both = replace(both, on_failure=(catch(to("tell"), "TooBig"),))
    flow = workflow(
        step("first", on_success=arms((const(True), to("both")), SUCCEED)), both, step("tell", on_success=arms(FAIL))
    )
    journal, found = run(engine, flow)
    assert journal.error is not None and (journal.error.type, journal.error.step) == ("TooBig", "a")
    assert found == ()


def test_a_parallel_that_is_not_reached_does_nothing(engine: AirflowEngine) -> None:
    both = parallel("both", left=(step("a", compensation=UNDO),), right=(step("b"),))
    flow = workflow(step("first", on_success=arms((const(True), SUCCEED), to("both"))), both)
    journal, found = run(engine, flow)
    assert set(journal.outcomes) == {"first"}
    assert found == ()


def test_a_parallel_in_a_parallel(engine: AirflowEngine) -> None:
    inner = parallel("inner", x=(step("a", compensation=UNDO),), y=(step("b", compensation=UNDO),))
    flow = workflow(parallel("outer", left=(inner,), right=(step("c", compensation=UNDO),)))
    journal, found = run(engine, flow, b=[bad()])
    assert journal.error is not None and journal.error.step == "b"
    assert found == ()


ITEMS = const([10, 20, 30])


@pytest.mark.parametrize("items", [[], [1], [1, 2, 3]])
def test_elements_yield_their_outputs_in_order(engine: AirflowEngine, items: list[int]) -> None:
    flow = workflow(for_each("every", const(items), step("a")), result=output_of("every"))
    journal, found = run(engine, flow, **{f"a[{one}]": [ok(one * 2)] for one in range(len(items))})
    assert journal.output == [one * 2 for one in range(len(items))]
    assert found == ()


def test_the_failure_of_the_lowest_element_counts_and_the_others_are_undone(engine: AirflowEngine) -> None:
    undo = undo_by("undo", retry=(retry(2),), timeout=1000)
    flow = workflow(for_each("every", ITEMS, step("a", compensation=undo)))
    script = {"a[1]": [bad("Down", "one")], "a[2]:undo": [bad("Stuck"), ok()], "a[0]:undo": [ok(takes=1001)]}
    journal, found = run(engine, flow, **script)
    assert journal.error is not None and journal.error.step == "a[1]"
    assert [call.address for call in journal.calls][-4:] == ["a[2]:undo", "a[2]:undo", "a[0]:undo", "a[0]:undo"]
    assert [one.type for one in journal.compensation_failed] == ["Timeout"]
    assert found == ()


def test_a_body_has_ways_of_its_own(engine: AirflowEngine) -> None:
    body = (
        step("a", compensation=UNDO, on_success=arms(to("b")), on_failure=(catch(to("mend"), "Down"),)),
        step("mend", on_success=arms(to("b"))),
        step("b", compensation=UNDO, on_success=arms((const(True), to("c")), SUCCEED)),
        step("c", compensation=UNDO),
    )
    flow = workflow(*chain(for_each("every", ITEMS, *body), step("d")), result=output_of("every"))
    script = {"a[1]": [bad("Down")], "c": [ok("c")], "d": [ok()]}
    journal, found = run(engine, flow, **script)
    assert journal.output == ["c", "c", "c"]
    assert found == ()
    journal, found = run(engine, flow, **{**script, "d": [bad()], "c[2]": [bad("Other")]})
    assert journal.error is not None and journal.error.step == "c[2]"
    assert found == ()


def test_branches_in_a_body_and_elements_in_a_branch(engine: AirflowEngine) -> None:
    inner = parallel("inner", x=(step("a", compensation=UNDO),), y=(step("b", compensation=UNDO),))
    flow = workflow(
        parallel("outer", left=(for_each("every", ITEMS, inner),), right=(for_each("more", ITEMS, step("c")),))
    )
    _, found = run(engine, flow)
    assert found == ()
    journal, found = run(engine, flow, **{"b[1]": [bad()]})
    assert journal.error is not None and journal.error.step == "b[1]"
    assert found == ()


def test_an_element_that_takes_too_long_has_an_alert_of_its_own(engine: AirflowEngine) -> None:
    alert = operation("alarm", handler="team_of_airflow:work")
    slow = step("a", sla=sla(1000, "alarm"), on_success=arms((const(True), to("b")), SUCCEED))
    flow = workflow(for_each("every", ITEMS, slow, step("b")), sla=sla(1999))
    flow = replace(flow, operations=(*flow.operations, alert))
    journal, found = run(engine, flow, **{"a[1]": [ok(takes=2000)]})
    assert journal.sla_breaches == ("", "a[1]")
    assert found == ()
