"""The methods that tell an operation of a broken promise (T1), one for each operation that is told."""

from wfc.emit.names import python_name
from wfc.ir.nodes import Workflow
from wfc.ir.policies import Sla
from wfc.ir.walk import steps_of
from wfc_targets.temporal.code import Lines, call, seconds, statement
from wfc_targets.temporal.retries import ALERT_RETRY
from wfc_targets.temporal.step_code import DEFAULT_TIMEOUT, Writer, activity_arguments
from wfc_targets.temporal.values import input_class


def alert_methods(workflow: Workflow) -> dict[str, str]:
    """Operation key -> the name of its method."""
    slas = [workflow.sla, *(step.sla for step in steps_of(workflow))]
    keys = dict.fromkeys(key for sla in slas if sla for key in told_of(sla))
    return {key: "_alert" if len(keys) == 1 else f"_alert_{python_name(key)}" for key in keys}


def told_of(sla: Sla) -> tuple[str, ...]:
    """The operations that hear of a breach."""
    alert = (sla.alert,) if sla.alert and sla.alert_on_breach else ()
    return (*alert, *(one.operation for one in sla.escalate))


def alert_lines(writer: Writer) -> Lines:
    """The methods, each with the empty line before it."""
    return [line for key, name in writer.alerts.items() for line in _method(writer, key, name)]


def _method(writer: Writer, key: str, name: str) -> Lines:
    operation = writer.scope.operations[key]
    given = f"from_json({input_class(operation)}, breach)" if operation.input is not None else ""
    arguments = [
        f"activities.{writer.scope.activities[key]}",
        *activity_arguments(operation, given, 'address.removeprefix(":")'),
        f"start_to_close_timeout={seconds(operation.timeout or DEFAULT_TIMEOUT)}",
        f"retry_policy={ALERT_RETRY}",
        "summary=address",
    ]
    return [
        "",
        f"    async def {name}(self, address: str, breach: dict[str, Any]) -> None:",
        *statement(f"await {call('workflow.execute_activity', arguments)}", 2),
    ]
