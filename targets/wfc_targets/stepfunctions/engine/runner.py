"""Runs generated machines in the engine's environment: one JSON line a run in, one out. Started by `client`.

In:  {"definition": text, "handlers": text, "functions": {placeholder: function}, "addresses": {state: address},
      "cast": ..., "input": ..., "roots": [folder, ...]}
Out: {"history": [event, ...], "calls": [call, ...], "run_id": ...} or {"crash": traceback}
"""

import json
import sys
from hashlib import sha256
from types import ModuleType
from typing import Any

from wfc.scenario.serve import serve
from wfc.scenario.stage import Place, Stage
from wfc.scenario.stub import on_stage
from wfc_targets.stepfunctions.engine.lambdas import call, call_by_itself, function_name
from wfc_targets.stepfunctions.engine.virtual_time import EXECUTION, Clock, Invocation, run

_loaded: dict[str, ModuleType] = {}


def play(job: dict[str, Any]) -> dict[str, Any]:
    """Play one scenario on a machine."""
    sys.path[:0] = [root for root in job["roots"] if root not in sys.path]
    clock, place = Clock(), [Place("")]
    stage = Stage(cast=job["cast"], place=lambda: place[0], sleep=clock.pass_time, sleep_async=clock.pass_time_async)
    with on_stage(stage):
        handlers = load(job["handlers"])

        def invoke(invocation: Invocation) -> Any:
            arguments = invocation.arguments
            place[0] = Place(job["addresses"].get(invocation.state, invocation.state))
            name = function_name(arguments["FunctionName"])
            if arguments.get("InvocationType") != "Event":
                return call(handlers, name, arguments["Payload"])
            with clock.stopped():
                call_by_itself(handlers, name, arguments["Payload"])
            return None

        run(json.loads(substituted(job)), job["input"], invoke, clock)
    return {"history": clock.history, "calls": stage.journal_calls(EXECUTION), "run_id": EXECUTION}


def substituted(job: dict[str, Any]) -> str:
    """The definition with what CloudFormation would put in."""
    text: str = job["definition"]
    for placeholder, function in job["functions"].items():
        text = text.replace(f"${{{placeholder}}}", f"arn:aws:lambda:us-east-1:123456789012:function:{function}")
    return text


def load(source: str) -> ModuleType:
    """The generated entry points; the same text is loaded once."""
    name = f"handlers_{sha256(source.encode()).hexdigest()[:16]}"
    if name not in _loaded:
        module = ModuleType(name)
        sys.modules[name] = module
        exec(compile(source, f"{name}.py", "exec"), vars(module))
        _loaded[name] = module
    return _loaded[name]


if __name__ == "__main__":
    serve(play)
