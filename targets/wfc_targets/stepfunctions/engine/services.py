"""What a machine can ask of AWS: to invoke a function, to wait for an answer, to run another machine."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from types import ModuleType
from typing import Any

from sfnx.testing import Failure

from wfc.scenario.stage import Place, Stage
from wfc_targets.stepfunctions.engine.clock import Clock
from wfc_targets.stepfunctions.engine.lambdas import call, call_by_itself, function_name
from wfc_targets.stepfunctions.engine.virtual_time import Execution, Invocation, run
from wfc_targets.stepfunctions.sites import address_at

EXECUTION = "arn:aws:states:us-east-1:123456789012:execution"
FOR_EVER = 1e9
"""Seconds: longer than any window."""


@dataclass(slots=True, kw_only=True)
class Platform:
    """The account in which a scenario is played. `machines` as in `runner`; `runs` is what has been run, in order."""

    machines: Mapping[str, Mapping[str, Any]]
    handlers: Mapping[str, ModuleType]
    stage: Stage
    place: list[Place]
    clock: Clock
    runs: list[Mapping[str, Any]] = field(default_factory=list)


def execute(platform: Platform, name: str, given: Any, execution_name: str, prefix: str) -> dict[str, Any]:
    """Run a machine to its end; `prefix` stands before the addresses of its calls. What DescribeExecution says."""
    machine = platform.machines[name]
    execution = Execution(id=f"{EXECUTION}:{machine['name']}:{execution_name}", clock=platform.clock)
    platform.runs.append({"machine": name, "address": prefix, "run_id": execution.id, "history": execution.history})
    ended = run(json.loads(substituted(machine)), given, execution, partial(_work, platform, name, prefix))
    about = {"ExecutionArn": execution.id, "Name": execution_name, "StateMachineArn": machine["name"]}
    if ended.error is None:
        return about | {"Status": "SUCCEEDED", "Output": ended.output}
    return about | {"Status": "FAILED", "Error": ended.error, "Cause": ended.cause}


def substituted(machine: Mapping[str, Any]) -> str:
    """The definition with what CloudFormation would put in."""
    text: str = machine["definition"]
    for placeholder, arn in machine["substitutions"].items():
        text = text.replace(f"${{{placeholder}}}", arn)
    return text


def _work(platform: Platform, name: str, prefix: str, invocation: Invocation) -> Any:
    """What a task does."""
    addresses = platform.machines[name]["addresses"]
    address = prefix + address_at(addresses[invocation.state], invocation.given)
    platform.place[0] = Place(address)
    if ":states:startExecution" in invocation.resource:
        return _start(platform, invocation.arguments, address)
    result = _invoke(platform, name, invocation.arguments)
    if invocation.resource.endswith(".waitForTaskToken"):
        return _answer(platform, address.rpartition(":")[0])
    return result


def _invoke(platform: Platform, name: str, arguments: Mapping[str, Any]) -> Any:
    function = function_name(arguments["FunctionName"])
    handlers = platform.handlers[name]
    if arguments.get("InvocationType") != "Event":
        return {"StatusCode": 200, "Payload": call(handlers, function, arguments["Payload"])}
    with platform.clock.stopped():
        call_by_itself(handlers, function, arguments["Payload"])
    return {"StatusCode": 202, "Payload": None}


def _start(platform: Platform, arguments: Mapping[str, Any], address: str) -> Any:
    """`startExecution.sync:2`: a failure of the child is `States.TaskFailed`, with what became of it as its cause."""
    name = arguments["StateMachineArn"].split(":")[6]
    ended = execute(platform, name, arguments["Input"], arguments["Name"], f"{address}/")
    if ended["Status"] == "FAILED":
        raise Failure("States.TaskFailed", json.dumps(ended))
    return ended


def _answer(platform: Platform, approval: str) -> Any:
    """What a person has decided, once the time has come; nobody ever does where the scenario says nothing."""
    answer = platform.stage.answer(approval)
    platform.clock.pass_time(FOR_EVER if answer is None else platform.stage.seconds(answer.after))
    if answer is None:
        raise RuntimeError(f"nobody decides {approval}, which has no timeout")
    return {"decision": answer.decision, "by": answer.by, "comment": answer.comment, "data": answer.data}
