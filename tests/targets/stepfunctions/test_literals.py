"""Text of a spec means itself, whatever States and CloudFormation would read into it."""

import json

import pytest

from tests.support.core import NOWHERE, catch, fail, operation, show, step
from tests.support.core import workflow as build
from tests.targets.stepfunctions.emitted import machine, with_points
from wfc.ir.expressions import Const
from wfc.ir.types import Str
from wfc_targets.stepfunctions.literals import event, literal, remark

HOSTILE = ["{% $states %}", "${DoArn}", "a {% b", "%}", 'it\'s ${x} and {% "y" %}', "{%", "'", '"', "\\", "\u202e"]


def flow(text: str):
    """A text everywhere a text can stand."""
    told = Const(value=text, type=Str(), span=NOWHERE)
    one = step(
        "do",
        description=text,
        inputs=show(told=told),
        on_failure=(catch(fail(text, told), "Busy"), catch(fail(text))),
    )
    return with_points(build(one, operations=(operation("do"),), result=show(told=told)))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_placeholder(text: str) -> None:
    definition = json.dumps(machine(flow(text)), ensure_ascii=False)
    assert definition.count("${") == definition.count("${DoArn}") == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_an_expression_becomes_one_that_says_it(text: str) -> None:
    found = literal(text)
    assert found == text or (found.startswith("{% ") and found.endswith(" %}"))
    assert "{%" not in found[2:-2]


def test_remarks_stay_readable() -> None:
    assert remark("costs ${x}") == "costs $ {x}"


def test_remarks_are_no_expressions() -> None:
    assert remark("{% $now() %}") == "{ % $now() % }"


@pytest.mark.parametrize("text", ["<aws.scheduler.execution-id>", "{{resolve:ssm:/secret}}", "${DoArn}"])
def test_nobody_fills_in_the_input_of_a_schedule(text: str) -> None:
    run = {"scheduled_at": "<aws.scheduler.scheduled-time>"}
    printed = event({"input": {text: [text]}, "context": None, "run": run})
    assert json.loads(printed) == {"input": {text: [text]}, "context": None, "run": run}
    assert (printed.count("<aws."), printed.count("{{")) == (1, 0)
