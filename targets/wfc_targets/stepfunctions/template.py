"""The CloudFormation template of one workflow: machine, version, alias, role, schedules, alarm.

The functions are the team's to deploy (each with its entry point in `handlers.py`); their ARNs are parameters. Whatever
starts runs goes through the alias `live`, so that a new version of the definition is taken up, or back, in one place.
"""

from collections.abc import Mapping
from typing import Any

from wfc.emit.names import class_name
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.literals import event
from wfc_targets.stepfunctions.permissions import allowed, permissions, role
from wfc_targets.stepfunctions.plan import Plan, Schedule

ALIAS_OF = "ARN of the alias live of "
"""How a parameter begins that stands for another machine."""

NEEDS_PACKAGE = "W3002"
"""The linter's reminder that a path in a template is for `aws cloudformation package`: that is how it is meant."""


def template(plan: Plan, comment: str) -> dict[str, Any]:
    """The template as JSON values. The definition is a file beside it, which `aws cloudformation package` uploads."""
    machine = class_name(plan.name)
    resources = {
        f"{machine}Role": role("states.amazonaws.com", *permissions(plan)),
        machine: _machine(plan),
        f"{machine}Version": _version(machine),
        f"{machine}Live": _alias(machine),
    }
    if plan.schedules:
        started = {"Ref": f"{machine}Live"}
        resources[f"{machine}ScheduleRole"] = role(
            "scheduler.amazonaws.com", allowed(["states:StartExecution"], started)
        )
    for number, schedule in enumerate(plan.schedules, 1):
        resources[f"{machine}Schedule{number if len(plan.schedules) > 1 else ''}"] = _schedule(schedule, machine)
    if plan.alarm is not None:
        resources[f"{machine}Late"] = _alarm(plan, plan.alarm, machine)
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": comment,
        "Metadata": {"cfn-lint": {"config": {"ignore_checks": [NEEDS_PACKAGE]}}},
        "Parameters": _parameters(plan),
        "Resources": resources,
        "Outputs": {"LiveArn": {"Description": "Start runs here", "Value": {"Ref": f"{machine}Live"}}},
    }


def _parameters(plan: Plan) -> dict[str, Any]:
    found = {
        one.parameter: {"Type": "String", "Description": f"ARN of the function whose handler is handlers.{one.name}"}
        for one in plan.entry_points
    }
    for child in plan.children:
        found[names.parameter(child)] = {"Type": "String", "Description": f"{ALIAS_OF}{names.machine(child)}"}
    if plan.alarm is not None:
        found["AlertTopicArn"] = {"Type": "String", "Description": "ARN of the SNS topic told about late runs"}
    return found


def _machine(plan: Plan) -> dict[str, Any]:
    name = names.machine(plan.name)
    return {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {
            "StateMachineName": name,
            "RoleArn": _arn(f"{class_name(plan.name)}Role"),
            "DefinitionS3Location": f"{name}.asl.json",
            "DefinitionSubstitutions": {one: {"Ref": one} for one in _placeholders(plan)},
            "Tags": [{"Key": "wfc:key", "Value": plan.key}, {"Key": "wfc:version", "Value": plan.version}],
        },
    }


def _placeholders(plan: Plan) -> list[str]:
    return [*(one.parameter for one in plan.entry_points), *map(names.parameter, plan.children)]


def _version(machine: str) -> dict[str, Any]:
    """A published version; old ones stay, for runs in flight and for going back."""
    revision = {"Fn::GetAtt": [machine, "StateMachineRevisionId"]}
    return {
        "Type": "AWS::StepFunctions::StateMachineVersion",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {"StateMachineArn": {"Ref": machine}, "StateMachineRevisionId": revision},
    }


def _alias(machine: str) -> dict[str, Any]:
    routed = [{"StateMachineVersionArn": {"Ref": f"{machine}Version"}, "Weight": 100}]
    return {
        "Type": "AWS::StepFunctions::StateMachineAlias",
        "Properties": {"Name": "live", "RoutingConfiguration": routed},
    }


def _schedule(schedule: Schedule, machine: str) -> dict[str, Any]:
    return {
        "Type": "AWS::Scheduler::Schedule",
        "Properties": {
            "ScheduleExpression": schedule.expression,
            "ScheduleExpressionTimezone": schedule.timezone,
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": {
                "Arn": {"Ref": f"{machine}Live"},
                "RoleArn": _arn(f"{machine}ScheduleRole"),
                "Input": event(schedule.input),
            },
        },
    }


def _alarm(plan: Plan, milliseconds: int, machine: str) -> dict[str, Any]:
    dimension = {"Name": "StateMachineArn", "Value": {"Ref": machine}}
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmDescription": f"A run of {plan.key} {plan.version} took longer than {milliseconds / 1000:g} s",
            "Namespace": "AWS/States",
            "MetricName": "ExecutionTime",
            "Dimensions": [dimension],
            "Statistic": "Maximum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "Threshold": milliseconds,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [{"Ref": "AlertTopicArn"}],
        },
    }


def _arn(resource: str) -> Mapping[str, Any]:
    return {"Fn::GetAtt": [resource, "Arn"]}
