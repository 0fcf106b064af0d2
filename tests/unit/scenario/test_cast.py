"""What an engine's process is told of a workflow and a scenario, and how it is hurried."""

import json

import pytest

from tests.support.core import operation, order, retry, sla, step, undo_by, workflow
from wfc.ir import types
from wfc.ir.types import Field, Model, ModelRef
from wfc.ir.walk import models_by_path
from wfc.scenario.cast import cast
from wfc.scenario.fixed import fixed_value
from wfc.scenario.model import Reply, Scenario
from wfc.scenario.scale import scale_time

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


def test_every_duration_is_scaled_and_none_to_nothing():
    scaled = scale_time(FLOW, 0.0001)
    [pay] = scaled.nodes
    assert (pay.timeout, pay.retry[0].initial, pay.retry[0].max_interval, pay.sla.max_duration) == (3, 1, 1, 6)
    assert (pay.compensation.timeout, pay.compensation.retry[0].initial, scaled.sla.max_duration) == (1, 1, 9)
    assert scale_time(FLOW, 1.0) == FLOW


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
