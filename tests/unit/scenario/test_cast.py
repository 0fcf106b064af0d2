"""What an engine's process is told of a workflow and a scenario, and how it is hurried."""

import json

import pytest

from tests.support.core import (
    call,
    chain,
    const,
    for_each,
    operation,
    order,
    parallel,
    retry,
    sla,
    step,
    undo_by,
    workflow,
)
from tests.support.waiting import ASK, approval, in_flight, poll, receive, remind, wait
from wfc.ir import types
from wfc.ir.types import Field, Model, ModelRef
from wfc.ir.walk import models_by_path
from wfc.scenario.cast import cast
from wfc.scenario.fixed import fixed_value
from wfc.scenario.model import Answer, Event, Reply, Scenario
from wfc.scenario.scale import scale_time
from wfc.scenario.stage import Place, Stage

RECEIPT = Model(
    path="tests.support.team:Receipt",
    fields=(
        Field(name="id", alias="Id", type=types.Str(), required=True),
        Field(name="copies", alias="copies", type=types.Int(), required=False),
    ),
    schema="{}",
)
FLOW = workflow(
    step("pay", operation="place", timeout=30_000, retry=(retry(3, max_interval=4000),), sla=sla(60_000, "page"),
         compensation=undo_by("refund", timeout=1000, retry=(retry(2),))),
    operations=(order(), operation("page", timeout=500)),
    models=(RECEIPT,),
    sla=sla(90_500, "page"),
)  # fmt: skip


def test_the_cast_has_every_role_with_the_times_of_the_engines_clock():
    scenario = Scenario(
        name="s", file="s.yaml", workflow="test.flow", input=None, context=None,
        operations={"pay": (Reply(error="Down", message="why", takes=2000),)},
    )  # fmt: skip
    made = cast(scale_time(FLOW, 0.1), scenario, 0.1)
    assert made["roles"] == {
        "pay": {"operation": "place", "timeout": 3.0, "max_duration": None},
        "pay:undo": {"operation": "refund", "timeout": 0.1, "max_duration": None},
        "pay:alert": {"operation": "page", "timeout": 0.05, "max_duration": "PT1M"},
        ":alert": {"operation": "page", "timeout": 0.05, "max_duration": "PT1M30.5S"},
    }
    assert made["operations"]["place"] == {
        "handler": "team:place", "argument": "order", "errors": {}, "fixed": {"Id": ""},
    }  # fmt: skip
    assert made["script"] == {"pay": [{"output": None, "error": "Down", "message": "why", "takes": 2000}]}
    assert json.loads(json.dumps(made)) == made


def test_the_cast_has_what_comes_from_outside_and_the_operations_of_children():
    child = workflow(step("label"), key="test.child", children=())
    flow = workflow(for_each("each", const([1]), *chain(step("a"), call("ship", child))), children=(child,))
    answer, sent = Answer(decision="approved", by="lena", after=10), Event(name="paid", correlate="x", after=20)
    scenario = Scenario(
        name="s", file="s.yaml", workflow="test.flow", input=None, context=None, operations={},
        approvals={"review[0]": answer}, events=(sent,), cancel=30,
    )  # fmt: skip
    made = cast(flow, scenario, 1.0)
    assert made["operations"].keys() == {"a", "label"}
    assert {address: role["operation"] for address, role in made["roles"].items()} == {
        "a": "a", "ship": None, "ship/label": "label",
    }  # fmt: skip
    stage = Stage(cast=json.loads(json.dumps(made)), place=lambda: Place(""))
    assert (stage.answer("review[0]"), stage.answer("review[1]")) == (answer, None)
    assert (stage.events(), made["cancel"]) == ([sent], 30)


def test_every_duration_is_scaled_and_none_to_nothing():
    scaled = scale_time(FLOW, 0.0001)
    [pay] = scaled.nodes
    assert (pay.timeout, pay.retry[0].initial, pay.retry[0].max_interval, pay.sla.max_duration) == (3, 1, 1, 6)
    assert (pay.compensation.timeout, pay.compensation.retry[0].initial, scaled.sla.max_duration) == (1, 1, 9)
    assert scale_time(FLOW, 1.0) == FLOW


def test_durations_of_every_kind_of_step_are_scaled():
    child = workflow(step("label", timeout=1000), key="test.child")
    waiting = approval("review", timeout=60_000, notify_timeout=2000, remind=remind(30_000), retry=(retry(2),))
    flow = workflow(
        *chain(
            parallel("both", left=(wait("rest", 5000),), right=(wait("computed", const(5)),)),
            for_each("each", const([1]), step("a", poll=poll(const(True)), sla=in_flight(1000, 2000))),
            waiting,
            receive("paid", const("x"), timeout=4000),
            call("ship", child, timeout=9000, compensation=undo_by("cancel", timeout=1000)),
        ),
        operations=(*ASK, operation("page")),
        children=(child,),
        deadline=100_000,
        after_compensation=step("a", timeout=3000),
    )
    scaled = scale_time(flow, 0.1)
    both, each, asked, paid, ship = scaled.nodes
    assert (both.branches[0].nodes[0].duration, both.branches[1].nodes[0].duration) == (500, const(5))
    [look] = each.body.nodes
    assert (look.poll.every, look.poll.timeout) == (1000, 6000)
    assert (look.sla.max_duration, look.sla.escalate[0].after) == (100, 200)
    assert (asked.timeout, asked.notify_timeout, asked.remind.after, asked.retry[0].initial) == (6000, 200, 3000, 100)
    assert (paid.timeout, ship.timeout, ship.compensation.timeout) == (400, 900, 100)
    assert (scaled.deadline, scaled.after_compensation.timeout) == (10_000, 300)
    assert scaled.children[0].nodes[0].timeout == 100
    assert scale_time(flow, 1.0) == flow


@pytest.mark.parametrize(
    ("of", "value"),
    [
        (types.Int(), 0),
        (types.Float(), 0.0),
        (types.Bool(), False),
        (types.Str(), ""),
        (types.Str("date"), "1970-01-01"),
        (types.Null(), None),
        (types.Any(), None),
        (types.Optional(types.Int()), None),
        (types.List(types.Int()), []),
        (types.Dict(types.Int()), {}),
        (types.Choices(("red", "blue")), "red"),
        (types.Union((types.Str(), types.Int())), ""),
        (types.Record((("a", types.Int()),)), {"a": 0}),
        (ModelRef(RECEIPT.path), {"Id": ""}),
    ],
)
def test_the_value_of_an_operation_without_a_script_is_fixed_by_its_type(of, value):
    assert fixed_value(of, models_by_path(FLOW)) == value
