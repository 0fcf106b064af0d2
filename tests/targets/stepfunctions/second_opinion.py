"""Runs generated machines on moto, an implementation that shares nothing with sfnx: real threads and the real time.

Started in the engine's environment by `test_moto.py` in place of the engine's own runner: same questions, same answers.
moto 5.2.5 leaves the place for JSONata empty (getmoto/moto#10105); it is filled here.
"""

import json
import sys
import time
from itertools import count
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
from wfc_targets.stepfunctions.engine.runner import load, substituted

ROLE = "arn:aws:iam::123456789012:role/machine"
AWS = {"region_name": "us-east-1", "aws_access_key_id": "x", "aws_secret_access_key": "x"}
EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:{}:run"
NUMBERS = count(1)


def evaluate(expression: str) -> Any:
    """JSONata as Step Functions has it: null is a value, undefined is moto's to complain of."""
    try:
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
    """Put in what moto lacks, wherever it has been imported to."""
    moto_jsonata._eval_jsonata = evaluate
    for module in list(sys.modules.values()):
        if hasattr(module, "encode_jsonata_variable_declarations"):
            module.encode_jsonata_variable_declarations = declare


def play(job: dict[str, Any]) -> dict[str, Any]:
    """Play one scenario on a machine."""
    sys.path[:0] = [root for root in job["roots"] if root not in sys.path]
    name = f"machine{next(NUMBERS)}"
    execution = EXECUTION.format(name)
    client = boto3.client("stepfunctions", **AWS)

    def place() -> Place:
        events = client.get_execution_history(executionArn=execution, maxResults=1000)["events"]
        entered = [event["stateEnteredEventDetails"]["name"] for event in events if "stateEnteredEventDetails" in event]
        return Place(job["addresses"][entered[-1]])

    stage = Stage(cast=job["cast"], place=place)
    with on_stage(stage):
        lambda_eval_utils._invoke_lambda_function = invoker(job)
        machine = client.create_state_machine(name=name, definition=substituted(job), roleArn=ROLE)
        given = json.dumps(job["input"])
        client.start_execution(stateMachineArn=machine["stateMachineArn"], name="run", input=given)
        while client.describe_execution(executionArn=execution)["status"] == "RUNNING":
            time.sleep(0.01)
    events = client.get_execution_history(executionArn=execution, maxResults=1000)["events"]
    history = json.loads(json.dumps(events, default=lambda instant: instant.isoformat()))
    return {"history": history, "calls": stage.journal_calls(execution), "run_id": execution}


def invoker(job: dict[str, Any]) -> Any:
    """What stands for the Lambda service."""
    handlers = load(job["handlers"])

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
