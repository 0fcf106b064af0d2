"""Scenario files: what is read, and what is said about mistakes, with their places."""

import pytest

from tests.support.core import operation, sla, step, undo_by, workflow
from wfc.diagnostics import Diagnostics
from wfc.ir.types import ModelRef
from wfc.scenario.model import Expect, Given, Reply, Scenario
from wfc.scenario.read import read_scenario

FLOW = workflow(
    step("charge-payment", operation="payments.charge", compensation=undo_by("payments.refund"), sla=sla(1000, "page")),
    operations=(operation("page"),),
    key="payment.flow",
    input=ModelRef("tests.support.team:Order"),
)


def read(text):
    found = Diagnostics()
    scenario = read_scenario(text, "late", "late.yaml", [FLOW], found)
    return scenario, [(one.code.name, one.at.span.line, one.message, one.help) for one in found.sorted()]


def test_everything_a_scenario_may_say():
    scenario, found = read("""
workflow: payment.flow
input: {amount: 4200, when: 2026-01-01, on: yes}
operations:
  charge-payment:
    - {error: GatewayTimeout, message: upstream slow, takes: 2s}
    - {output: {id: ch_1}}
  payments.refund: [{takes: 1m}]
expect:
  status: succeeded
  calls: [charge-payment, "charge-payment:alert", "charge-payment:undo"]
  inputs: {charge-payment: {amount: {$any: true}}}
  output: null
  error: {type: GatewayTimeout}
  sla_breaches: ["", charge-payment]
  compensation_failed: [{step: charge-payment}]
  duration: 1h
""")
    assert found == []
    assert scenario == Scenario(
        name="late",
        file="late.yaml",
        workflow="payment.flow",
        input={"amount": 4200, "when": "2026-01-01", "on": "yes"},
        context=None,
        operations={
            "charge-payment": (
                Reply(error="GatewayTimeout", message="upstream slow", takes=2000),
                Reply(output={"id": "ch_1"}),
            ),
            "payments.refund": (Reply(takes=60_000),),
        },
        expect=Expect(
            status="succeeded",
            calls=("charge-payment", "charge-payment:alert", "charge-payment:undo"),
            inputs={"charge-payment": {"amount": {"$any": True}}},
            output=Given(None),
            error={"type": "GatewayTimeout"},
            sla_breaches=("", "charge-payment"),
            compensation_failed=({"step": "charge-payment"},),
            duration=3_600_000,
        ),
    )


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            "workflow: payment.flow\nexpects: {}",
            ("unknown-scenario-key", 2, "a scenario has no key `expects`", "did you mean `expect`?"),
        ),
        (
            "workflow: payment.flow\noperations:\n  charge-payment:\n  - {takes: 2}",
            ("scenario-not-read", 4, '`2` has no unit: write "2s" if it means seconds', ...),
        ),
        (
            "workflow: payment.flow\noperations:\n  charge-pament: []",
            ("unknown-scenario-name", 3, "`payment.flow` has no address or operation `charge-pament`", ...),
        ),
        (
            "workflow: payment.flow\nexpect:\n  calls: [charge-payment, 'charge-payment:redo']",
            (
                "unknown-scenario-name", 3, "the workflow has no address `charge-payment:redo`",
                "did you mean `charge-payment:undo`?",
            ),
        ),
        (
            "workflow: payment.flow\noperations: {charge-payment: [{error: Timeout}]}",
            (
                "scenario-not-read", 2, "`Timeout` is not an error of an operation",
                "let the attempt take longer than the step's `timeout`, with `takes`",
            ),
        ),
        (
            "workflow: payments.flow",
            ("unknown-scenario-name", 1, "the spec has no workflow `payments.flow`", "did you mean `payment.flow`?"),
        ),
        ("input: {}", ("scenario-not-read", 1, "the scenario does not say which `workflow` it is about", None)),
        ("", ("scenario-not-read", 1, "the file is empty", None)),
        ("a: [", ("scenario-not-read", 1, ..., None)),
        ("workflow: payment.flow\ninput: 1\ninput: 2", ("scenario-not-read", 3, "`input` is written twice", None)),
        ("workflow: payment.flow\nexpect: {status: done}", ("scenario-not-read", 2, "`done` is not a status", ...)),
        ("workflow: payment.flow\noperations: [1]", ("scenario-not-read", 2, ..., None)),
        ("workflow: payment.flow\noperations: {charge-payment: {}}", ("scenario-not-read", 2, ..., None)),
        ("workflow: payment.flow\ncancel: 1s", ("scenario-not-read", 2, "`cancel` must be a mapping of `after`", None)),
        (
            "workflow: payment.flow\nx: &a [1]\ninput: *a",
            ("scenario-not-read", 3, "the file is not YAML: write the value again instead of an alias", None),
        ),
        ("[" * 5000, ("scenario-not-read", 1, "the file is nested too deeply", None)),
        ("workflow: payment.flow\ncontext: {}", ("scenario-not-read", 2, "the workflow takes no context", ...)),
        ("just words", ("scenario-not-read", 1, ..., None)),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_where_it_stands(text, finding):
    scenario, found = read(text)
    assert scenario is None
    assert any(all(want in (..., got) for want, got in zip(finding, one, strict=True)) for one in found), found


def test_a_workflow_with_a_model_is_given_an_empty_input_when_none_is_written():
    scenario, _ = read("workflow: payment.flow")
    assert (scenario.input, scenario.context) == ({}, None)


def test_all_mistakes_of_a_file_come_at_once():
    _, found = read("workflow: payment.flow\ninputs: {}\noperations: {charge: []}\nexpect: {duration: 3}")
    assert [name for name, *_ in found] == ["unknown-scenario-key", "unknown-scenario-name", "scenario-not-read"]
