"""Who plays what: all that the stand-ins inside an engine's process must know of a workflow and a scenario, as JSON.

Made in the compiler's environment, sent to the engine's runner, given there to `wfc.scenario.stage.Stage`:

    {"operations": {key: {"handler": "module:function", "argument": name or null, "fixed": value,
                          "errors": {name: "module:Class"}}},
     "roles": {address: {"operation": key, "timeout": seconds or null, "max_duration": "PT5S" or null}},
     "script": {address or operation key: [{"output": ..., "error": ..., "message": ..., "takes": milliseconds}]},
     "approvals": {address: {"decision": ..., "by": ..., "comment": ..., "data": ..., "after": milliseconds}},
     "events": [{"name": ..., "correlate": ..., "payload": ..., "after": milliseconds}],
     "cancel": milliseconds or null,
     "time_scale": 1.0}

Addresses of roles have no indexes, those of script and approvals may have. The operation of a workflow's call is null.
`timeout` is of the engine's own clock, already scaled; `takes`, `after`, `cancel`, and the `max_duration` alerts are
told, are the spec's.
"""

from dataclasses import asdict

from wfc.durations import iso_duration
from wfc.ir.nodes import Workflow
from wfc.ir.policies import Operation
from wfc.ir.walk import models_by_path
from wfc.scenario.addresses import Role, all_operations, call_addresses
from wfc.scenario.fixed import fixed_value
from wfc.scenario.model import Json, Scenario


def cast(workflow: Workflow, scenario: Scenario, time_scale: float) -> Json:
    """The cast for one run of `workflow`, whose durations are already scaled by `time_scale`."""
    return {
        "operations": {key: _operation(one, operation) for key, (operation, one) in all_operations(workflow).items()},
        "roles": {address: _role(role, time_scale) for address, role in call_addresses(workflow).items()},
        "script": {name: [asdict(reply) for reply in replies] for name, replies in scenario.operations.items()},
        "approvals": {address: asdict(answer) for address, answer in scenario.approvals.items()},
        "events": [asdict(event) for event in scenario.events],
        "cancel": scenario.cancel,
        "time_scale": time_scale,
    }


def _operation(workflow: Workflow, operation: Operation) -> Json:
    return {
        "handler": operation.handler,
        "argument": operation.argument,
        "errors": {error.name: error.path for error in operation.errors},
        "fixed": fixed_value(operation.output, models_by_path(workflow)),
    }


def _role(role: Role, time_scale: float) -> Json:
    return {
        "operation": role.operation,
        "timeout": None if role.timeout is None else role.timeout / 1000,
        "max_duration": None if role.sla is None else iso_duration(round(role.sla.max_duration / time_scale)),
    }
