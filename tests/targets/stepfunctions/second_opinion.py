"""Runs generated machines on moto, an implementation that shares nothing with sfnx: real threads and the real time.

Started in the engine's environment by `test_moto.py` in place of the engine's own runner: same questions, same
answers, for machines that start no others. moto 5.2.5 leaves the place for JSONata empty (getmoto/moto#10105); it is
filled here.
"""

import json
import sys
import time
from itertools import count
from threading import Lock, local
from typing import Any

import boto3
import jsonata
from jsonata.utils import Utils
from moto import mock_aws
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.jsonata import jsonata as moto_jsonata
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str
from sfnx.testing import Failure

from wfc.scenario.serve import serve
from wfc.scenario.stage import Place, Stage
from wfc.scenario.stub import on_stage
from wfc_targets.stepfunctions.engine.lambdas import call, call_by_itself, function_name
from wfc_targets.stepfunctions.engine.runner import journal_calls, load
from wfc_targets.stepfunctions.engine.services import substituted
from wfc_targets.stepfunctions.sites import address_at

ROLE = "arn:aws:iam::123456789012:role/machine"
AWS = {"region_name": "us-east-1", "aws_access_key_id": "x", "aws_secret_access_key": "x"}
EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:{}:run"
NUMBERS = count(1)

HERE = local()
"""The task that a thread is working on: each branch and each element has a thread of its own."""

ONE_AT_A_TIME = Lock()
"""jsonata's parser is shared by all threads."""


def evaluate(expression: str) -> Any:
    """JSONata as Step Functions has it: null is a value, undefined is moto's to complain of."""
    try:
        with ONE_AT_A_TIME:
            parsed = jsonata.Jsonata(expression)
            parsed.set_output_convert_nulls(False)
            parsed.register_lambda("parse", json.loads)
            found = parsed.evaluate(None)
    except Exception as error:
        raise moto_jsonata.JSONataException("UNKNOWN", str(error)) from error
    return None if found is None else json.loads(json.dumps(Utils.convert_nulls(found)))


def declare(bindings: dict[str, Any]) -> str:
    """Variables in front of an expression; moto forgets to escape text."""
    return "".join(f"{name}:={to_json_str(value)};" for name, value in bindings.items())


def fill_gaps() -> None:
    """Put in what moto lacks, wherever it has been imported to, and note which task calls a function."""
    moto_jsonata._eval_jsonata = evaluate
    for module in list(sys.modules.values()):
        if hasattr(module, "encode_jsonata_variable_declarations"):
            module.encode_jsonata_variable_declarations = declare
    plain = lambda_eval_utils.execute_lambda_function_integration

    def execute(env: Any, **rest: Any) -> None:
        HERE.state = env.states.context_object.context_object_data["State"]["Name"]
        HERE.given = env.states.get_input()
        plain(env=env, **rest)

    lambda_eval_utils.execute_lambda_function_integration = execute


def play(job: dict[str, Any]) -> dict[str, Any]:
    """Play one scenario on a machine."""
    sys.path[:0] = [root for root in job["roots"] if root not in sys.path]
    name, machine = f"machine{next(NUMBERS)}", job["machines"][job["main"]]
    execution = EXECUTION.format(name)
    client = boto3.client("stepfunctions", **AWS)

    def place() -> Place:
        return Place(address_at(machine["addresses"][HERE.state], HERE.given))

    stage = Stage(cast=job["cast"], place=place)
    with on_stage(stage):
        lambda_eval_utils._invoke_lambda_function = invoker(machine)
        made = client.create_state_machine(name=name, definition=substituted(machine), roleArn=ROLE)
        given = json.dumps(job["input"])
        client.start_execution(stateMachineArn=made["stateMachineArn"], name="run", input=given)
        while client.describe_execution(executionArn=execution)["status"] == "RUNNING":
            time.sleep(0.01)
    events = client.get_execution_history(executionArn=execution, maxResults=1000)["events"]
    history = json.loads(json.dumps(events, default=lambda instant: instant.isoformat()))
    runs = [{"machine": job["main"], "address": "", "run_id": execution, "history": history}]
    return {"runs": runs, "calls": journal_calls(stage, runs)}


def invoker(machine: dict[str, Any]) -> Any:
    """What stands for the Lambda service."""
    handlers = load(machine["handlers"])

    def invoke(parameters: dict[str, Any], region: str, state_credentials: object) -> dict[str, Any]:
        name, payload = function_name(parameters["FunctionName"]), json.loads(parameters["Payload"])
        if parameters.get("InvocationType") == "Event":
            call_by_itself(handlers, name, payload)
            return {"StatusCode": 202, "Payload": ""}
        try:
            return {"StatusCode": 200, "Payload": call(handlers, name, payload)}
        except Failure as failure:
            raise lambda_eval_utils.LambdaFunctionErrorException("Unhandled", failure.cause) from failure

    return invoke


if __name__ == "__main__":
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        boto3.client("stepfunctions", **AWS).list_state_machines()  # imports the parser
        fill_gaps()
        serve(play)
