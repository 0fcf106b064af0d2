"""What a workflow uses of the language is found wherever it stands, each use in its place. A target that lacks it says
so there, and what to do instead.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from wfc.cli.reading import read_specs
from wfc.driver import capabilities
from wfc.feature import Feature
from wfc.ir.features import used_features
from wfc.ir.nodes import Workflow
from wfc.target import Native, NotYet, Support

SPEC = """
from pydantic import BaseModel
from wfc import *
class Order(BaseModel):
    id: str
    lines: list[str]
def look(id: str) -> str: return id
def put(id: str, idempotency_key: str) -> str: return id
Look = Operation("look", handler=look, effect="read", timeout="1s")
Put = Operation("put", handler=put, effect="write", idempotent="key", timeout="1s")
with_id = lambda input: {"id": input.id}
lines = lambda input: input.lines
def step(id): return Step(id=id, operation=Look, inputs=with_id)
child = Workflow(key="child", version="1.0.0", input=Order, steps=[step("look")])
flow = Workflow(key="flow", version="1.0.0", input=Order, deadline="90d",
    sla=Sla("80d", in_flight=True, escalate=[Escalate("81d", Look), Escalate("82d", Look)]),
    after_compensation=step("last"),
    steps=[
        Parallel(id="both", branches={
            "one": [ForEach(id="each", items=lines, max_concurrency=2, steps=[
                ForEach(id="inner", items=lines, steps=[
                    Parallel(id="again", branches={"a": [
                        Step(id="put", operation=Put, inputs=with_id, poll=Poll(lambda output: output == "ok"),
                             compensation=Compensation(Put, lambda: {"id": ""}, when="attempted"))]})])])],
            "two": [Parallel(id="deep", branches={"b": [Wait(id="wait", duration="1h")]})],
        }),
        Approval(id="ask", notify=Put, inputs=with_id, timeout="1d", remind=Escalate("1h", Look)),
        Receive(id="got", event="paid", correlate=lambda input: input.id, timeout="1d"),
        Call(id="call", workflow=child, inputs=lambda input: input, timeout="1h"),
    ])
"""
PLAIN = {"step", "trigger-manual", "versions", "input-validation"}
WANTED = {
    "parallel": 3, "parallel-nested": 2, "parallel-in-for-each": 1,
    "for-each": 2, "for-each-limit": 1, "for-each-nested": 1, "for-each-in-parallel": 2, "for-each-compensation": 1,
    "wait": 1, "poll": 1, "approval": 1, "approval-remind": 1, "receive": 1, "call": 1, "call-timeout": 1,
    "call-deadline": 1, "compensation-attempted": 1, "retry-exponential": 1, "after-compensation": 1,
    "idempotency-key": 2, "timeout": 3, "deadline": 1, "sla-workflow": 1, "sla-in-flight": 1, "sla-escalate": 2,
}  # fmt: skip


@pytest.fixture
def flow(tmp_path: Path) -> Workflow:
    spec = tmp_path / "spec.py"
    spec.write_text(SPEC, "utf-8")
    read = read_specs([spec], tmp_path)
    assert not read.failed, read.findings
    return next(one for one in read.workflows[spec] if one.key == "flow")


def test_every_use_is_found_however_deep(flow: Workflow) -> None:
    used = [feature.value for feature, _ in used_features(flow)]
    assert {feature: used.count(feature) for feature in used if feature not in PLAIN} == WANTED


def test_every_use_is_refused_in_its_place_with_the_way_out(flow: Workflow) -> None:
    found = capabilities(flow, _WithoutLoops(), {})
    lines = SPEC.splitlines()
    assert [(one.message, one.help) for one in found] == [("short cannot do `for-each`", "loop in an operation")] * 2
    assert ["ForEach(" in lines[one.at.span.line - 1] for one in found] == [True, True]


class _WithoutLoops:
    """A target of which only the table is asked."""

    name = "short"
    support: Mapping[Feature, Support] = {
        **dict.fromkeys(Feature, Native("it")),
        Feature.FOR_EACH: NotYet("loop in an operation"),
    }


def test_a_target_that_is_older_than_a_feature_does_not_have_it(flow: Workflow) -> None:
    old = _WithoutLoops()
    old.support = {feature: support for feature, support in old.support.items() if feature is not Feature.RECEIVE}
    found = [one for one in capabilities(flow, old, {}) if "for-each" not in one.message]
    assert [(one.code.name, one.message) for one in found] == [
        ("unsupported-feature", "short says nothing about `receive`")
    ]
