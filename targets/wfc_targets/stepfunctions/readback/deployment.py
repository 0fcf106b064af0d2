"""What `template.json` deploys: the machine, who may start it and what it may do, when it is started, who is told."""

from collections.abc import Iterator, Mapping
from typing import Any

from wfc.ir.nodes import Approval, Workflow
from wfc.ir.walk import all_nodes
from wfc.validation.facts import Aspect
from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback import schedules
from wfc_targets.stepfunctions.readback.calls import EntryPoints, Stated
from wfc_targets.stepfunctions.readback.syntax import Unreadable

_SYNC_RULE = "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule"
_MACHINE = "AWS::StepFunctions::StateMachine"
_OTHERWISE = "AWSTemplateFormatVersion Description Metadata Outputs Parameters Resources".split()
_DESCRIBED = {"Description", "AlarmDescription", "Tags", "PolicyName"}
"""What only people read."""


def deployment_facts(workflow: Workflow, template: Mapping[str, Any], points: EntryPoints) -> Stated:
    """The facts of a template; `points`: what its parameters stand for."""
    functions = tuple(name[2:-1] for name, one in points.items() if one.machine is None)
    children = {name[2:-1]: one.machine for name, one in points.items() if one.machine is not None}
    if set(children.values()) != {names.machine(child.name) for child in workflow.children}:
        raise Unreadable(f"the template asks for the machines {', '.join(children.values())}")
    (machine,) = (name for name, one in template["Resources"].items() if one["Type"] == _MACHINE)
    if template.keys() - set(_OTHERWISE) or template["Outputs"]["LiveArn"]["Value"] != {"Ref": f"{machine}Live"}:
        raise Unreadable("the template has something that nothing of ours has")
    resources = {name: _bare(one) for name, one in template["Resources"].items()}
    ticking = [name for name, one in resources.items() if one["Type"] == "AWS::Scheduler::Schedule"]
    yield "", Aspect.SCHEDULE, tuple(schedules.stated(resources[name]["Properties"]) for name in ticking)
    late = resources.get(f"{machine}Late")
    if bool(late) != bool(workflow.sla and not (workflow.sla.alert_on_breach and workflow.sla.alert)):
        raise Unreadable("the alarm of the run is there where it should not, or is not where it should")
    if late:
        yield "", Aspect.SLA, late["Properties"]["Threshold"]
    wanted = dict(_resources(workflow, machine, functions, children))
    wanted |= {name: _schedule(machine, resources[name]) for name in ticking}
    wanted |= {f"{machine}Late": _alarm(machine, late["Properties"]["Threshold"])} if late else {}
    if ticking:
        start = _allowed("states:StartExecution", {"Ref": f"{machine}Live"})
        wanted[f"{machine}ScheduleRole"] = _role("scheduler.amazonaws.com", [start])
    for name in dict.fromkeys((*wanted, *resources)):
        if wanted.get(name) != resources.get(name):
            raise Unreadable(f"{name} of the template should be {wanted.get(name)}, is {resources.get(name)}")
    placeholders = {*functions, *children, *(["AlertTopicArn"] if late else [])}
    if {name: one["Type"] for name, one in template["Parameters"].items()} != dict.fromkeys(placeholders, "String"):
        raise Unreadable(f"the template asks for {', '.join(template['Parameters'])}")


def _bare(value: Any) -> Any:
    """Without what only people read."""
    match value:
        case dict():
            return {name: _bare(one) for name, one in value.items() if name not in _DESCRIBED}
        case list():
            return [_bare(one) for one in value]
        case _:
            return value


def _resources(
    workflow: Workflow, machine: str, functions: tuple[str, ...], children: Mapping[str, str]
) -> Iterator[tuple[str, Any]]:
    placeholders = (*functions, *children)
    yield f"{machine}Role", _role("states.amazonaws.com", list(_permissions(workflow, functions, children)))
    definition = {
        "StateMachineName": names.machine(workflow.name),
        "RoleArn": _arn(f"{machine}Role"),
        "DefinitionS3Location": f"{names.machine(workflow.name)}.asl.json",
        "DefinitionSubstitutions": {one: {"Ref": one} for one in placeholders},
    }
    yield machine, {"Type": _MACHINE, "Properties": definition}
    revision = {"Fn::GetAtt": [machine, "StateMachineRevisionId"]}
    yield (
        f"{machine}Version",
        {
            "Type": "AWS::StepFunctions::StateMachineVersion",
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {"StateMachineArn": {"Ref": machine}, "StateMachineRevisionId": revision},
        },
    )
    routed = [{"StateMachineVersionArn": {"Ref": f"{machine}Version"}, "Weight": 100}]
    live = {"Name": "live", "RoutingConfiguration": routed}
    yield f"{machine}Live", {"Type": "AWS::StepFunctions::StateMachineAlias", "Properties": live}


def _permissions(workflow: Workflow, functions: tuple[str, ...], children: Mapping[str, str]) -> Iterator[Any]:
    """What the definition does, and nothing else."""
    if functions:
        yield _allowed("lambda:InvokeFunction", [{"Ref": one} for one in functions])
    if any(isinstance(one, Approval) for one in all_nodes(workflow)):
        yield _allowed("events:PutEvents", _local("events", "event-bus/default"))
    if children:
        yield _allowed("states:StartExecution", [{"Ref": one} for one in children])
        executions = [_local("states", f"execution:{one}:*") for one in children.values()]
        yield _allowed(["states:DescribeExecution", "states:StopExecution"], executions)
        yield _allowed(["events:PutTargets", "events:PutRule", "events:DescribeRule"], _local("events", _SYNC_RULE))


def _allowed(action: str | list[str], resource: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def _local(service: str, resource: str) -> dict[str, str]:
    return {"Fn::Sub": f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{resource}"}


def _role(service: str, allowed: list[Any]) -> dict[str, Any]:
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    policies = [{"PolicyDocument": {"Version": "2012-10-17", "Statement": [one]}} for one in allowed]
    properties: dict[str, Any] = {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]}}
    return {"Type": "AWS::IAM::Role", "Properties": properties | ({"Policies": policies} if policies else {})}


def _schedule(machine: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """A schedule as it should be, at the times and with the input that it states."""
    properties = found["Properties"]
    said = {name: properties[name] for name in ("ScheduleExpression", "ScheduleExpressionTimezone")}
    target = {"Arn": {"Ref": f"{machine}Live"}, "RoleArn": _arn(f"{machine}ScheduleRole")}
    window = {"FlexibleTimeWindow": {"Mode": "OFF"}}
    given = {"Target": target | {"Input": properties["Target"]["Input"]}}
    return {"Type": "AWS::Scheduler::Schedule", "Properties": {**said, **window, **given}}


def _alarm(machine: str, milliseconds: int) -> dict[str, Any]:
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "Namespace": "AWS/States",
            "MetricName": "ExecutionTime",
            "Dimensions": [{"Name": "StateMachineArn", "Value": {"Ref": machine}}],
            "Statistic": "Maximum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "Threshold": milliseconds,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [{"Ref": "AlertTopicArn"}],
        },
    }


def _arn(resource: str) -> dict[str, Any]:
    return {"Fn::GetAtt": [resource, "Arn"]}
