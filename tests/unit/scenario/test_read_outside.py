"""What a scenario says of the world outside the run, and addresses with indexes and calls in front."""

from dataclasses import replace

import pytest

from tests.support.core import call, chain, const, for_each, operation, sla, step, undo_by, workflow
from tests.support.waiting import ASK, approval, in_flight, receive, remind
from wfc.diagnostics import Diagnostics
from wfc.ir.types import ModelRef
from wfc.scenario.addresses import all_operations, call_addresses
from wfc.scenario.model import Answer, Event
from wfc.scenario.read import read_scenario

ORDER = ModelRef("tests.support.team:Order")
CHILD = workflow(
    step("label", compensation=undo_by("unlabel"), sla=sla(1, "page")),
    key="test.child", operations=(operation("page"),), sla=sla(1, "page"),
)  # fmt: skip
FLOW = workflow(
    *chain(
        for_each("each", const([1]), *chain(approval("review", form=ORDER, remind=remind(5)), call("ship", CHILD))),
        approval("sign"),
        receive("payment", const("x")),
        step("a", sla=in_flight(1, 2, 3)),
    ),
    operations=(*ASK, operation("page")),
    children=(CHILD,),
    after_compensation=replace(step("a"), id="tell"),
)  # fmt: skip


def read(text, misfit=lambda of, value: None):
    found = Diagnostics()
    scenario = read_scenario(f"workflow: test.flow\n{text}", "s", "s.yaml", [FLOW], found, misfit)
    return scenario, [(one.code.name, one.at.span.line, one.message, one.help) for one in found.sorted()]


def test_every_call_has_an_address_and_those_in_a_body_may_have_indexes():
    assert {address: role.pattern for address, role in call_addresses(FLOW).items()} == {
        "review:notify": "review[]:notify",
        "review:remind": "review[]:remind",
        "ship": "ship[]",
        "ship/label": "ship[]/label",
        "ship/label:undo": "ship[]/label:undo",
        "ship/label:alert": "ship[]/label:alert",
        "ship/:alert": "ship[]/:alert",
        "sign:notify": "sign:notify",
        "a": "a",
        "a:alert": "a:alert",
        "a:alert:1": "a:alert:1",
        "a:alert:2": "a:alert:2",
        "tell": "tell",
    }
    assert {"unlabel", "ask"} < all_operations(FLOW).keys()


def test_decisions_events_and_the_request_to_cancel():
    scenario, found = read("""
approvals:
  review[1]: {decision: rejected, comment: too much, after: 1h}
  review: {decision: approved, by: lena, data: {amount: 3}}
events:
  - {name: paid, correlate: ord-1, payload: {by: card}, after: 5m}
  - {name: paid, correlate: ord-2}
cancel: {after: 10s}
""")
    assert found == []
    assert scenario.approvals == {
        "review[1]": Answer(decision="rejected", comment="too much", after=3_600_000),
        "review": Answer(decision="approved", by="lena", data={"amount": 3}),
    }
    assert scenario.events == (
        Event(name="paid", correlate="ord-1", payload={"by": "card"}, after=300_000),
        Event(name="paid", correlate="ord-2"),
    )
    assert scenario.cancel == 10_000


def test_addresses_of_elements_and_children_may_be_expected():
    _, found = read("""
operations:
  ship[0]/label: [{output: 1}]
  ship/label: [{output: 2}]
  ship: [{error: Rejected}]
  unlabel: [{error: No}]
expect:
  calls: ["review[0]:notify", "ship/label", "ship[1]/label:undo", tell, "a:alert:2"]
  inputs: {"ship[1]/label": null}
  error: {step: "ship[1]"}
  sla_breaches: ["ship/", "ship[1]/label", a, ""]
  compensation_failed: [{step: "ship[0]/label"}, {step: tell}]
""")
    assert found == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            "approvals: {revue: {decision: approved}}",
            ("unknown-scenario-name", 2, "`test.flow` has no approval `revue`", "did you mean `review`?"),
        ),
        (
            "approvals: {'sign[0]': {decision: approved}}",
            ("unknown-scenario-name", 2, "`test.flow` has no approval `sign[0]`", "did you mean `sign`?"),
        ),
        (
            "approvals: {sign: {decision: timeout}}",
            ("scenario-not-read", 2, "`timeout` is not what a human decides", "to time out, leave the approval out"),
        ),
        (
            "approvals: {sign: {decision: aproved}}",
            ("scenario-not-read", 2, "`aproved` is not what a human decides", "did you mean `approved`?"),
        ),
        (
            "approvals: {sign: {by: lena}}",
            ("scenario-not-read", 2, "the approval does not say what the `decision` is", None),
        ),
        (
            "approvals: {sign: {decision: approved, data: {limit: 1}}}",
            ("scenario-not-read", 2, "`sign` has no form to fill in", "leave `data` out"),
        ),
        (
            "events: [{name: payed, correlate: x}]",
            ("unknown-scenario-name", 2, "no step waits for an event `payed`", "did you mean `paid`?"),
        ),
        ("events: [{name: paid}]", ("scenario-not-read", 2, "the event has no `correlate`", None)),
        ("events: [{name: paid, correlate: 7}]", ("scenario-not-read", 2, "this must be text, not `7`", None)),
        (
            "cancel: {}",
            ("scenario-not-read", 2, "`cancel` does not say `after` what time", "write `cancel: {after: 10s}`"),
        ),
        (
            "operations: {'ship/lable': [{output: 1}]}",
            (
                "unknown-scenario-name", 2, "`test.flow` has no address or operation `ship/lable`",
                "did you mean `ship/label`?",
            ),
        ),
        (
            "expect: {calls: ['ship/label[0]']}",
            ("unknown-scenario-name", 2, "the workflow has no address `ship/label[0]`", "did you mean `ship/label`?"),
        ),
        (
            "expect: {error: {step: shop}}",
            ("unknown-scenario-name", 2, "the workflow has no address `shop`", "did you mean `ship`?"),
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_with_what_may_have_been_meant(text, finding):
    scenario, found = read(text)
    assert (scenario, found) == (None, [finding])


@pytest.mark.parametrize(
    ("answer", "fits"),
    [
        ("{decision: approved, data: {amount: 3}}", True),
        ("{decision: approved, data: {amount: 0}}", False),
        ("{decision: approved}", False),
        ("{decision: rejected}", True),
        ("{decision: rejected, data: {amount: 0}}", False),
    ],
)
def test_what_a_human_fills_in_fits_the_form(answer, fits):
    def misfit(of, value):
        assert of == ORDER
        return None if value == {"amount": 3} else "amount: too little"

    scenario, found = read(f"approvals: {{review: {answer}}}", misfit)
    assert (scenario is not None) == fits
    assert [message for _, _, message, _ in found] == (
        [] if fits else ["the data does not fit the form of `review`: amount: too little"]
    )
