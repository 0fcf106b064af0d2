"""The roles of the template: what a machine, or a schedule, may do, and nothing else."""

from collections.abc import Iterator
from typing import Any

from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.plan import Plan

SYNC_RULE = "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule"
"""By which Step Functions learns that an execution it waits for has ended."""


def permissions(plan: Plan) -> Iterator[dict[str, Any]]:
    """What the machine may do: invoke its functions, and start, watch and stop the machines it calls.

    `startExecution.sync` waits through a rule of EventBridge that Step Functions manages in the account.
    """
    if plan.entry_points:
        yield allowed(["lambda:InvokeFunction"], [{"Ref": one.parameter} for one in plan.entry_points])
    if plan.decide:
        yield allowed(["events:PutEvents"], _local_arn("events", "event-bus/default"))
    if plan.children:
        yield allowed(["states:StartExecution"], [{"Ref": names.parameter(child)} for child in plan.children])
        executions = [_local_arn("states", f"execution:{names.machine(child)}:*") for child in plan.children]
        yield allowed(["states:DescribeExecution", "states:StopExecution"], executions)
        yield allowed(["events:PutTargets", "events:PutRule", "events:DescribeRule"], _local_arn("events", SYNC_RULE))


def allowed(actions: list[str], resource: Any) -> dict[str, Any]:
    """A statement of a policy."""
    return {"Effect": "Allow", "Action": actions[0] if len(actions) == 1 else actions, "Resource": resource}


def _local_arn(service: str, resource: str) -> dict[str, str]:
    return {"Fn::Sub": f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{resource}"}


def role(service: str, *allowed: dict[str, Any]) -> dict[str, Any]:
    """A role that a service takes on."""
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    policies = [
        {
            "PolicyName": _policy_name(one),
            "PolicyDocument": {"Version": "2012-10-17", "Statement": [one]},
        }
        for one in allowed
    ]
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
            **({"Policies": policies} if policies else {}),
        },
    }


def _policy_name(allowed: dict[str, Any]) -> str:
    actions = allowed["Action"]
    return (actions if isinstance(actions, str) else actions[0]).replace(":", "-")
