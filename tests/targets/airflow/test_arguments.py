"""Policies and models as arguments of `@task` and `@dag`."""

import pytest

from tests.support.core import retry
from wfc.ir.policies import Retry
from wfc.ir.types import Field, Int, Model, Str
from wfc_targets.airflow.params import REQUIRED, param, properties
from wfc_targets.airflow.policies import attempts, duration

SECOND = "initial=timedelta(seconds=1)"


@pytest.mark.parametrize(
    ("policies", "retries", "decider"),
    [
        ((retry(3),), 2, "retry_delay=timedelta(seconds=1)"),
        ((retry(3, "exponential"),), 2, f"retry_policy=Backoff({SECOND})"),
        ((retry(2, "exponential", multiplier=1.5),), 1, f"retry_policy=Backoff({SECOND}, multiplier=1.5)"),
        (
            (retry(2, "exponential", max_interval=90_000),),
            1,
            f"retry_policy=Backoff({SECOND}, max_interval=timedelta(seconds=90))",
        ),
        ((retry(2, "linear", jitter="full"),), 1, f"retry_policy=LinearBackoff({SECOND}, jitter=True)"),
        ((retry(2, never=("No",)),), 1, f'retry_policy=ConstantBackoff({SECOND}, never=["No"])'),
        (
            (retry(3, only=("Busy",)), retry(2)),
            3,
            f'retry_policy=FirstMatch((3, ConstantBackoff({SECOND}, only=["Busy"])), (2, ConstantBackoff({SECOND})))',
        ),
    ],
)
def test_retries(policies: tuple[Retry, ...], retries: int, decider: str) -> None:
    assert attempts(policies) == (f"retries={retries}", decider)


@pytest.mark.parametrize("policies", [(), (retry(1),)])
def test_one_attempt_needs_no_argument(policies: tuple[Retry, ...]) -> None:
    assert attempts(policies) == ()


@pytest.mark.parametrize(
    ("milliseconds", "source"),
    [
        (30_000, "timedelta(seconds=30)"),
        (120_000, "timedelta(minutes=2)"),
        (86_400_000, "timedelta(days=1)"),
        (1500, "timedelta(milliseconds=1500)"),
        (0, "timedelta(milliseconds=0)"),
    ],
)
def test_durations_are_in_the_largest_whole_unit(milliseconds: int, source: str) -> None:
    assert duration(milliseconds) == source


MODEL = Model(
    path="team:Order",
    fields=(
        Field(name="zip", alias="zip", type=Str(), required=True),
        Field(name="count", alias="count", type=Int(), required=False),
        Field(name="parent", alias="parent", type=Str(), required=True),
    ),
    schema="""{
      "$defs": {"Node": {
        "properties": {"next": {"$ref": "#/$defs/Node"}, "title": {"title": "Title", "type": "string"}},
        "title": "Node", "type": "object"
      }},
      "properties": {
        "count": {"default": 1, "minimum": 0, "title": "Count", "type": "integer"},
        "parent": {"$ref": "#/$defs/Node"},
        "zip": {"pattern": "^[0-9]+$", "title": "Zip", "type": "string"}
      },
      "required": ["zip", "parent"], "type": "object"
    }""",
)


def test_params_have_the_fields_of_the_model_in_its_order() -> None:
    assert list(properties(MODEL)) == ["zip", "count", "parent"]


def test_a_param_is_its_schema_without_what_the_name_says() -> None:
    fields = properties(MODEL)
    assert param(fields["zip"], REQUIRED) == 'Param(type="string", pattern="^[0-9]+$")'
    assert param(fields["count"], REQUIRED) == 'Param(1, type="integer", minimum=0)'
    assert param(fields["count"], 7) == 'Param(7, type="integer", minimum=0)'


def test_a_field_called_title_is_no_title_and_a_model_inside_itself_is_any_object() -> None:
    assert param(properties(MODEL)["parent"], REQUIRED) == (
        'Param(type="object", properties={"next": {"type": "object"}, "title": {"type": "string"}})'
    )
