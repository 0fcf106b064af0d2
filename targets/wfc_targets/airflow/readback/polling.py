"""Reads the polls of an operation."""

import ast

from wfc_targets.airflow.readback.called_work import Evaluated, Invoked, Polls
from wfc_targets.airflow.readback.calling import evaluated, invoked
from wfc_targets.airflow.readback.patterns import (
    Unread,
    fits,
    keywords,
    literal,
    milliseconds,
    shown,
)
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.work import Work

_POLL = """
inputs = _inputs
def until(output):
    return _until
"""


def read_poll(task: Task) -> Work | None:
    """`polled(...)` of a call, behind its inputs and its condition."""
    holes = fits(_POLL, task.body[:2])
    match task.body[2:]:
        case [ast.Return(value=ast.Call(func=ast.Name(id="polled"), args=[each, ast.Name(id="until")]) as polled)]:
            named = keywords(polled)
        case _:
            return None
    inner = each.body if isinstance(each, ast.Lambda) and [one.arg for one in each.args.args] == ["poll"] else None
    if holes is None or inner is None or not {"every", "timeout"} <= named.keys() <= {"every", "timeout", "max_polls"}:
        raise Unread(f"unknown poll {shown(*task.body)}")
    call = invoked(inner, task.imports)
    if shown(call.inputs.node) != "inputs":
        raise Unread(f"other inputs than made before: {shown(inner)}")
    return Polls(
        invoked=Invoked(handler=call.handler, takes=call.takes, inputs=evaluated(holes["_inputs"]), key=call.key),
        until=Evaluated(node=holes["_until"], guarded=None),
        every=milliseconds(named["every"]),
        timeout=milliseconds(named["timeout"]),
        max_polls=int(literal(named["max_polls"])) if "max_polls" in named else None,
    )
