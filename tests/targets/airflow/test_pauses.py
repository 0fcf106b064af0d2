"""Waits and polls on Airflow: nothing is held, every promise counts the time, and polls retry each on its own."""

from dataclasses import replace

import pytest

from tests.support.core import (
    BROKEN,
    FAIL,
    SUCCEED,
    arms,
    bad,
    catch,
    chain,
    const,
    for_each,
    name,
    ok,
    output_of,
    parallel,
    retry,
    sla,
    step,
    to,
    undo_by,
)
from tests.targets.airflow.playing import run, workflow
from wfc.ir.expressions import Expr
from wfc.ir.nodes import Poll, Wait
from wfc.scenario.model import Reply
from wfc.source import NOWHERE
from wfc_targets.airflow.engine.client import AirflowEngine

pytestmark = pytest.mark.engine

DAY = 86_400_000


def wait(id: str, duration: Expr | int | None = None, until: Expr | None = None) -> Wait:
    return Wait(
        id=id, description="", duration=duration, until=until, on_success=arms(SUCCEED), on_failure=(), handler=False,
        span=NOWHERE,
    )  # fmt: skip


def poll(until: Expr, max_polls: int | None = None) -> Poll:
    return Poll(until=until, every=60_000, timeout=180_000, max_polls=max_polls)


@pytest.mark.parametrize(
    ("waiting", "late"),
    [
        (wait("rest", DAY), True),
        (wait("rest", const(86_400)), True),
        (wait("rest", const(-1)), False),
        (wait("rest", until=const("1969-12-31")), False),
        (wait("rest", until=const("2099-01-01T00:00:00+02:00")), True),
    ],
)
def test_a_wait_takes_its_time_and_no_more(engine: AirflowEngine, waiting: Wait, late: bool) -> None:
    flow = workflow(*chain(step("a"), waiting, step("b")), sla=sla(DAY - 1))
    journal, found = run(engine, flow)
    assert journal.sla_breaches == (("",) if late else ())
    assert found == ()


def test_a_wait_for_what_has_no_value_fails(engine: AirflowEngine) -> None:
    broken = replace(wait("rest", BROKEN), on_failure=(catch(to("mend")),))
    flow = workflow(*chain(broken, step("b")), step("mend", on_success=arms(FAIL)))
    journal, found = run(engine, flow)
    assert journal.error is not None and journal.error.type == "ExpressionError"
    assert found == ()


def test_branches_wait_side_by_side(engine: AirflowEngine) -> None:
    both = parallel("both", left=chain(wait("rest", DAY), step("a")), right=chain(step("b"), wait("sleep", DAY)))
    flow = workflow(both, sla=sla(DAY))
    journal, found = run(engine, flow)
    assert journal.sla_breaches == ()
    assert found == ()


def test_elements_wait_too(engine: AirflowEngine) -> None:
    body = (step("a", on_success=arms((const(True), to("rest")), FAIL)), wait("rest", name("item")))
    flow = workflow(for_each("every", const([1, 2]), *body), sla=sla(2500))
    _, found = run(engine, flow)
    assert found == ()


@pytest.mark.parametrize(("answers", "polls"), [([True], 1), ([False, True], 2), ([False], 3)])
def test_a_poll_asks_until_it_is_true_or_too_late(engine: AirflowEngine, answers: list[bool], polls: int) -> None:
    asked = step("ask", poll=poll(name("output")), compensation=undo_by("undo", when="attempted"))
    flow = workflow(*chain(asked, step("b")), result=output_of("ask"))
    journal, found = run(engine, flow, ask=[ok(answer) for answer in answers])
    assert found == ()
    assert [call.attempt for call in journal.calls if call.address == "ask"] == list(range(1, polls + 1))


def test_each_poll_has_retries_of_its_own(engine: AirflowEngine) -> None:
    asked = step("ask", poll=poll(name("output"), max_polls=2), retry=(retry(2),), timeout=5000)
    flow = workflow(asked, sla=sla(62_999))
    journal, found = run(engine, flow, ask=[bad(), ok(False), bad(), ok(True, takes=1000)])
    assert [call.error for call in journal.calls] == ["Down", None, "Down", None]
    assert found == ()
    _, found = run(engine, flow, ask=[bad(), ok(False), bad(), bad()])
    assert found == ()


def test_a_condition_that_fails_after_a_poll_undoes_it(engine: AirflowEngine) -> None:
    asked = step("ask", poll=poll(BROKEN), compensation=undo_by("undo", when="attempted"))
    journal, found = run(engine, workflow(asked))
    assert [call.address for call in journal.calls] == ["ask", "ask:undo"]
    assert found == ()


@pytest.mark.parametrize(
    "script",
    [
        {"a": [ok(takes=5000)]},
        {"a": [ok(takes=5001)]},
        {"a": [bad(), bad(takes=3000), ok()]},
        {"a": [ok(takes=4000)], "b": [ok(takes=2000)]},
        {"a": [ok(takes=5000)], "ask": [ok(True)]},
        {"b": [bad("Other")], "c": [ok(takes=6000)]},
    ],
)
def test_nothing_goes_on_beyond_the_deadline(engine: AirflowEngine, script: dict[str, list[Reply]]) -> None:
    undo = undo_by("undo", when="attempted")
    both = parallel("both", left=(step("b", compensation=undo),), right=(step("c", compensation=undo),))
    first = step("a", compensation=undo, retry=(retry(3),), timeout=10_000, on_success=arms(to("both")))
    flow = workflow(
        replace(first, on_failure=(catch(to("mend")),)),
        replace(both, on_success=arms(to("ask"))),
        step("ask", poll=poll(name("output")), compensation=undo, on_success=arms(to("rest"))),
        wait("rest", const(3)),
        step("mend", on_success=arms(FAIL)),
        deadline=5000,
    )
    _, found = run(engine, flow, **script)
    assert found == ()
