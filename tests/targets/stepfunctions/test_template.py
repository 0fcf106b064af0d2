"""The CloudFormation template: what starts runs, what may be invoked, what is told when a run is late."""

import json
import re
from typing import Any

import pytest

from tests.targets.stepfunctions.emitted import everything, machine, template, workflow

TEMPLATES = {path: json.loads(data) for path, data in everything().items() if path.endswith("template.json")}


def resources(document: dict[str, Any], type: str) -> dict[str, Any]:
    return {name: one["Properties"] for name, one in document["Resources"].items() if one["Type"] == type}


@pytest.mark.parametrize("path", TEMPLATES)
def test_every_placeholder_is_filled_and_every_function_can_be_invoked(path: str) -> None:
    document = TEMPLATES[path]
    [(_, properties)] = resources(document, "AWS::StepFunctions::StateMachine").items()
    definition = everything()[f"{path.rpartition('/')[0]}/{properties['DefinitionS3Location']}"].decode()
    placeholders = set(re.findall(r"\$\{(\w+)\}", definition))
    assert placeholders == properties["DefinitionSubstitutions"].keys()
    invoked, started = (allowed(document, action) for action in ("lambda:InvokeFunction", "states:StartExecution"))
    assert {one["Ref"] for one in invoked} | {one["Ref"] for one in started} == placeholders


def allowed(document: dict[str, Any], action: str) -> list[Any]:
    """What the machine's own role may do that to."""
    [role] = [role for name, role in resources(document, "AWS::IAM::Role").items() if not name.endswith("ScheduleRole")]
    statements = [one for policy in role.get("Policies", ()) for one in policy["PolicyDocument"]["Statement"]]
    return [resource for one in statements if one["Action"] == action for resource in one["Resource"]]


@pytest.mark.parametrize("path", TEMPLATES)
def test_no_policy_says_everything(path: str) -> None:
    roles = resources(TEMPLATES[path], "AWS::IAM::Role").values()
    assert '"*"' not in json.dumps([role.get("Policies") for role in roles])


def test_a_schedule_starts_the_alias_in_its_time_zone() -> None:
    document = template(workflow("payment.flow"))
    [(_, schedule)] = resources(document, "AWS::Scheduler::Schedule").items()
    assert (schedule["ScheduleExpression"], schedule["ScheduleExpressionTimezone"]) == ("cron(0 3 * * ? *)", "UTC")
    assert schedule["Target"]["Arn"] == {"Ref": "PaymentFlowV1Live"}
    given = json.loads(schedule["Target"]["Input"])
    assert given["input"] == {"amount": 0, "payment_method_id": "probe"}
    assert given["run"] == {"trigger": "cron", "scheduled_at": "<aws.scheduler.scheduled-time>"}


def test_a_promise_about_the_run_is_an_alarm() -> None:
    [(_, alarm)] = resources(template(workflow("payment.flow")), "AWS::CloudWatch::Alarm").items()
    assert (alarm["MetricName"], alarm["Threshold"]) == ("ExecutionTime", 30_000)
    assert alarm["AlarmActions"] == [{"Ref": "AlertTopicArn"}]


def test_a_promise_with_an_operation_needs_no_alarm() -> None:
    flow = workflow("emergency.dispatch")
    assert resources(template(flow), "AWS::CloudWatch::Alarm") == {}
    assert "Alert" in machine(flow)["States"]


def test_a_compensation_that_is_never_due_needs_no_function() -> None:
    """Behind the charge of the payment flow nothing can fail that is not handled."""
    assert "PaymentsRefundArn" not in template(workflow("payment.flow"))["Parameters"]


EXECUTIONS = re.compile(r":execution:[a-z0-9-]+:\*")
"""All executions of one machine: that is what a caller may watch and stop."""


@pytest.mark.parametrize("path", TEMPLATES)
def test_no_role_may_do_everything(path: str) -> None:
    policies = [role.get("Policies", ()) for role in resources(TEMPLATES[path], "AWS::IAM::Role").values()]
    assert policies
    assert "*" not in EXECUTIONS.sub("", json.dumps(policies))


def test_a_caller_may_start_watch_and_stop_what_it_calls_and_no_more() -> None:
    document = template(workflow("repair.shop"))
    [role] = resources(document, "AWS::IAM::Role").values()
    by_name = {one["PolicyName"]: one["PolicyDocument"]["Statement"][0] for one in role["Policies"]}
    children = [name for name, about in document["Parameters"].items() if "alias live" in about["Description"]]
    assert [one["Ref"] for one in by_name["states-StartExecution"]["Resource"]] == children
    assert by_name["states-DescribeExecution"]["Action"] == ["states:DescribeExecution", "states:StopExecution"]
    assert "StepFunctionsGetEventsForStepFunctionsExecutionRule" in json.dumps(by_name["events-PutTargets"])


def test_who_asks_people_may_tell_the_event_bus() -> None:
    [role] = resources(template(workflow("expense.approval")), "AWS::IAM::Role").values()
    [statement] = [one["PolicyDocument"]["Statement"][0] for one in role["Policies"] if "events" in one["PolicyName"]]
    assert statement["Action"] == "events:PutEvents"
    assert statement["Resource"]["Fn::Sub"].endswith(":event-bus/default")
