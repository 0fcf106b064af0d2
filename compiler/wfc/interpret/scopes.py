"""What lambdas see of a run."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from wfc.interpret.evaluate import Scope
from wfc.interpret.state import Frame, Run
from wfc.scenario.journal import Failure, Json


def scope_of(frame: Frame, node: str = "") -> Scope:
    """What a lambda of a node sees now, `output` once the node has succeeded; without a node, one of the run."""
    run = frame.run
    names = {
        "ctx": run.context,
        "input": run.input,
        "run": run_value(run),
        "error": error_value(frame.handled),
        "output": frame.outputs.get(node),
        "key": frame.key(node),
        "item": frame.item,
        "index": frame.indexes[-1] if frame.indexes else None,
    }
    return Scope(names=names, outputs=dict(frame.outputs), variables={})


def run_value(run: Run) -> Json:
    """The `run` of lambdas: virtual time begins with the epoch, and scenarios start a run by hand."""
    began = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=run.began)
    started_at = began.isoformat().replace("+00:00", "Z")
    return {"id": run.id, "trigger": "manual", "started_at": started_at, "scheduled_at": None}


def error_value(failure: Failure | None) -> Json:
    """`error` as lambdas see it."""
    return failure and {"type": failure.type, "message": failure.message, "step": failure.step}


def refresh_output(scope: Scope, output: Json) -> Scope:
    """The same scope with an output to see."""
    return replace(scope, names={**scope.names, "output": output})
