"""What a machine can ask of AWS: to invoke a function, to wait for an answer, to run another machine."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import ModuleType, SimpleNamespace
from typing import Any

from sfnx.testing import Failure

from wfc.scenario.spelling import without_indexes
from wfc.scenario.stage import Place, Stage
from wfc_targets.stepfunctions.engine.clock import Clock, NeverEnds, TimeIsUp
from wfc_targets.stepfunctions.engine.execution import Execution, Invocation
from wfc_targets.stepfunctions.engine.lambdas import call, call_by_itself, function_name
from wfc_targets.stepfunctions.engine.virtual_time import run
from wfc_targets.stepfunctions.sites import address_at

EXECUTION = "arn:aws:states:us-east-1:123456789012:execution"
FOR_EVER = 1e9
"""Seconds: longer than any window."""


@dataclass(slots=True, kw_only=True)
class Platform:
    """The account in which a scenario is played. `machines` as in `runner`; `runs` is what has been run, in order;
    `opened` when each approval's window was."""

    machines: Mapping[str, Mapping[str, Any]]
    handlers: Mapping[str, ModuleType]
    stage: Stage
    place: list[Place]
    clock: Clock
    runs: list[Mapping[str, Any]] = field(default_factory=list)
    opened: dict[str, int] = field(default_factory=dict)


def execute(platform: Platform, name: str, given: Any, execution_name: str, prefix: str) -> dict[str, Any]:
    """Run a machine to its end; `prefix` stands before the addresses of its calls. What DescribeExecution says."""
    machine = platform.machines[name]
    run_id = f"{EXECUTION}:{machine['name']}:{execution_name}"
    execution = Execution(id=run_id, clock=platform.clock, began=platform.clock.now)
    platform.runs.append({"machine": name, "address": prefix, "run_id": execution.id, "history": execution.history})
    definition = json.loads(substituted(machine))
    ended = run(definition, given, execution, partial(_work, platform, name, prefix, execution))
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


def _work(platform: Platform, name: str, prefix: str, execution: Execution, invocation: Invocation) -> Any:
    """What a task does."""
    addresses = platform.machines[name]["addresses"]
    address = prefix + address_at(addresses[invocation.state], invocation.given)
    platform.place[0] = Place(address)
    if ":states:startExecution" in invocation.resource:
        return _start(platform, invocation.arguments, address)
    if invocation.resource.endswith(".waitForTaskToken"):
        return _answer(platform, name, execution, address)
    return _invoke(platform, name, execution, invocation.arguments)


def _tell_what_cut(platform: Platform, name: str, execution: Execution) -> None:
    """An attempt that was cut before its own timeout was over was cut by the run's deadline. So was one that was cut
    less than a second behind it, since what is left is rounded up. What a failed run still calls has no deadline."""
    last = platform.stage.calls[-1]
    timeout, limit = platform.stage.cast["roles"][without_indexes(last.address)]["timeout"], execution.at.limit
    deadline = platform.machines[name]["deadline"]
    behind = 0 if deadline is None else platform.clock.now - execution.began - deadline
    sooner = limit is not None and (timeout is None or limit < timeout or 0 < behind < 1000)
    by_deadline = execution.at.has_deadline and sooner
    platform.stage.calls[-1] = replace(last, error="Deadline" if by_deadline else "Timeout")


def _invoke(platform: Platform, name: str, execution: Execution, arguments: Mapping[str, Any]) -> Any:
    function = function_name(arguments["FunctionName"])
    handlers = platform.handlers[name]
    if arguments.get("InvocationType") != "Event":
        try:
            return {"StatusCode": 200, "Payload": call(handlers, function, arguments["Payload"])}
        except TimeIsUp:
            _tell_what_cut(platform, name, execution)
            raise
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


def _answer(platform: Platform, name: str, execution: Execution, approval: str) -> Any:
    """What a person has decided, once the time has come; nobody ever does where the scenario says nothing, or says what
    the generated entry point refuses."""
    answer = platform.stage.answer(approval)
    opened = platform.opened.setdefault(approval, platform.clock.now)
    passed = (platform.clock.now - opened) / 1000
    platform.clock.pass_time(FOR_EVER if answer is None else max(0, platform.stage.seconds(answer.after) - passed))
    if answer is None:
        raise NeverEnds
    said = {"decision": answer.decision, "by": answer.by, "comment": answer.comment, "data": answer.data}
    local = approval.rpartition("/")[2]
    try:
        return decide(platform, name, execution, said | {"run_id": execution.id, "approval": local})
    except Failure:
        platform.clock.pass_time(FOR_EVER)
        raise NeverEnds from None


def decide(platform: Platform, name: str, execution: Execution, event: Mapping[str, Any]) -> Any:
    """Answer by the generated entry point, which finds the token in the history."""
    client = _Client(execution.history)
    handlers = platform.handlers[name]
    handlers.__dict__["boto3"] = SimpleNamespace(client=lambda _: client)
    call(handlers, platform.machines[name]["decide"], event)
    token, output = client.answered
    assert token == client.token(), "the token is that of the task"
    return json.loads(output)


@dataclass(slots=True)
class _Client:
    """As much of boto3's client as an answer needs."""

    history: list[dict[str, Any]]
    answered: tuple[str, str] = ("", "")

    def get_paginator(self, _: str) -> "_Client":
        return self

    def paginate(self, executionArn: str, reverseOrder: bool) -> Iterator[dict[str, Any]]:  # noqa: N803  (boto3's)
        assert executionArn and reverseOrder
        yield {"events": self.history[::-1]}

    def send_task_success(self, taskToken: str, output: str) -> None:  # noqa: N803  (boto3's)
        self.answered = taskToken, output

    def token(self) -> str:
        """What the last task that was scheduled waits for."""
        scheduled = next(event for event in reversed(self.history) if event["type"] == "TaskScheduled")
        token: str = json.loads(scheduled["taskScheduledEventDetails"]["parameters"])["Entries"][0]["Detail"][
            "task_token"
        ]
        return token
