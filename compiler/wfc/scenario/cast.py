"""Who plays what: all that the stand-ins inside an engine's process must know of a workflow and a scenario, as JSON.

Made in the compiler's environment, sent to the engine's runner, given there to `wfc.scenario.stage.Stage`:

    {"operations": {key: {"handler": "module:function", "argument": name or null, "fixed": value,
                          "errors": {name: "module:Class"}}},
     "roles": {address: {"operation": key, "timeout": seconds or null, "max_duration": seconds or null}},
     "script": {address or operation key: [{"output": ..., "error": ..., "message": ..., "takes": milliseconds}]},
     "time_scale": 1.0}

`timeout` is of the engine's own clock, already scaled; `takes`, and the `max_duration` alerts are told, are the spec's.
"""

from collections.abc import Iterator
from dataclasses import asdict

from wfc.ir.nodes import Workflow
from wfc.ir.policies import Operation, Sla
from wfc.ir.walk import models_by_path, steps_of
from wfc.scenario.fixed import fixed_value
from wfc.scenario.model import Json, Scenario


def cast(workflow: Workflow, scenario: Scenario, time_scale: float) -> Json:
    """The cast for one run of `workflow`, whose durations are already scaled by `time_scale`."""
    return {
        "operations": {operation.key: _operation(workflow, operation) for operation in workflow.operations},
        "roles": dict(_roles(workflow, time_scale)),
        "script": {name: [asdict(reply) for reply in replies] for name, replies in scenario.operations.items()},
        "time_scale": time_scale,
    }


def _operation(workflow: Workflow, operation: Operation) -> Json:
    return {
        "handler": operation.handler,
        "argument": operation.argument,
        "errors": {error.name: error.path for error in operation.errors},
        "fixed": fixed_value(operation.output, models_by_path(workflow)),
    }


def _roles(workflow: Workflow, time_scale: float) -> Iterator[tuple[str, Json]]:
    for step in steps_of(workflow):
        yield step.id, _role(step.operation, timeout=step.timeout)
        if step.compensation:
            yield f"{step.id}:undo", _role(step.compensation.operation, timeout=step.compensation.timeout)
        yield from _alert(f"{step.id}:alert", step.sla, time_scale)
    yield from _alert(":alert", workflow.sla, time_scale)


def _alert(address: str, sla: Sla | None, time_scale: float) -> Iterator[tuple[str, Json]]:
    if sla and sla.alert and sla.alert_on_breach:
        yield address, _role(sla.alert, max_duration=sla.max_duration / time_scale)


def _role(operation: str, *, timeout: int | None = None, max_duration: float | None = None) -> Json:
    return {
        "operation": operation,
        "timeout": None if timeout is None else timeout / 1000,
        "max_duration": None if max_duration is None else round(max_duration / 1000, 3),
    }
