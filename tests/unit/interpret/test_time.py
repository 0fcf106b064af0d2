"""Rule T1: promises of time."""

import pytest

from tests.support.core import bad, called, chain, ok, operation, play, retry, sla, step, undo_by, workflow
from wfc.ir.types import ModelRef

PAGE = operation("page", argument="breach", takes_key=True, input=ModelRef("tests.support.team:Breach"))


@pytest.mark.parametrize(("takes", "breaches"), [(5000, ()), (5001, ("a",))])
def test_t1_only_what_takes_longer_breaks_the_promise(takes, breaches):
    run = play(workflow(step("a", sla=sla(5000))), a=[ok(takes=takes)])
    assert (run.journal.sla_breaches, run.journal.status, called(run)) == (breaches, "succeeded", ["a"])


def test_t1_a_step_is_measured_over_all_attempts_and_delays_also_when_it_fails():
    run = play(workflow(step("a", retry=(retry(2),), sla=sla(2000))), a=[bad(takes=600)])
    assert (run.journal.sla_breaches, run.journal.status) == (("a",), "failed")


def test_t1_the_run_is_measured_with_its_compensation():
    flow = workflow(*chain(step("a", compensation=undo_by("cancel")), step("b")), sla=sla(1000))
    assert play(flow, b=[bad()], a__undo=[ok(takes=1000)]).journal.sla_breaches == ()
    assert play(flow, b=[bad()], a__undo=[ok(takes=1001)]).journal.sla_breaches == ("",)


def test_t1_exactly_one_alert_is_sent_with_what_its_operation_wants_to_know():
    flow = workflow(step("a", sla=sla(1500, "page")), operations=(PAGE,), sla=sla(1000, "page"))
    run = play(flow, a=[ok(takes=9000)])
    assert called(run) == ["a", "a:alert", ":alert"]
    for_step, for_run = run.journal.calls[1:]
    breach = {"workflow": "test.flow", "started_at": "<time>"}
    assert for_step.input == {**breach, "step": "a", "max_duration": "PT1.5S"}
    assert for_run.input == {**breach, "step": None, "max_duration": "PT1S"}
    assert (for_step.key, for_run.key) == ("<run>:a:alert", "<run>:alert")


def test_t1_an_alert_is_tried_three_times_delays_nothing_and_its_failure_is_ignored():
    flow = workflow(*chain(step("a", sla=sla(1000, "page")), step("b")), operations=(PAGE,))
    run = play(flow, a=[ok(takes=1001)], page=[bad(takes=60_000)])
    assert sorted(called(run)) == ["a", "a:alert", "a:alert", "a:alert", "b"]
    assert (run.journal.status, run.journal.duration) == ("succeeded", 1001)


def test_t1_an_alert_that_cannot_be_told_is_not_called():
    picky = operation("place", argument="order", input=ModelRef("tests.support.team:Order"))
    flow = workflow(step("a", sla=sla(1, "place")), operations=(picky,))
    assert called(play(flow, a=[ok(takes=2)])) == ["a"]
