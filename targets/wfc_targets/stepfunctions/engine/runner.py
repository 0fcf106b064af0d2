"""Runs generated machines in the engine's environment: one JSON line a run in, one out. Started by `client`.

In:  {"machines": {name: {"name": ..., "definition": text, "handlers": text, "decide": entry point,
      "deadline": milliseconds or null, "substitutions": {placeholder: ARN},
      "addresses": {state: [text, [field of the input that holds an index, ...], text]}}},
      "main": name, "cast": ..., "input": ..., "roots": [folder, ...]}
Out: {"runs": [{"machine": name, "address": prefix, "run_id": ..., "history": [event, ...]}, ...], the run's own first,
      "calls": [call, ...]} or {"crash": traceback}
"""

import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from types import ModuleType
from typing import Any

from wfc.scenario.serve import serve
from wfc.scenario.stage import Place, Stage
from wfc.scenario.stub import on_stage
from wfc_targets.stepfunctions.engine.clock import Clock, NeverEnds
from wfc_targets.stepfunctions.engine.services import Platform, execute
from wfc_targets.stepfunctions.engine.virtual_time import timed

_loaded: dict[str, ModuleType] = {}


def play(job: dict[str, Any]) -> dict[str, Any]:
    """Play one scenario on a machine."""
    sys.path[:0] = [root for root in job["roots"] if root not in sys.path]
    clock, place = Clock(), [Place("")]
    stage = Stage(cast=job["cast"], place=lambda: place[0], sleep=clock.pass_time, sleep_async=clock.pass_time_async)
    with on_stage(stage), timed():
        handlers = {name: load(machine["handlers"]) for name, machine in job["machines"].items()}
        platform = Platform(machines=job["machines"], handlers=handlers, stage=stage, place=place, clock=clock)
        with suppress(NeverEnds):
            execute(platform, job["main"], job["input"], "execution", "")
    return {"runs": platform.runs, "calls": journal_calls(stage, platform.runs)}


def journal_calls(stage: Stage, runs: list[Mapping[str, Any]]) -> list[Any]:
    """The calls of all runs; a child's run id is `<run>/<address of its call>` (C7)."""
    main, *children = runs
    text = json.dumps(stage.journal_calls(main["run_id"]))
    for child in children:
        text = text.replace(child["run_id"], f"<run>/{child['address'].removesuffix('/')}")
    found: list[Any] = json.loads(text)
    return found


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
