"""The code of what waits for time, for people and for events (T3)."""

from wfc.emit.names import fresh_name
from wfc.emit.quote import python_string
from wfc.ir.nodes import Approval, Receive, Remind, Wait
from wfc.ir.types import ModelRef
from wfc_targets.temporal.annotations import output_annotation
from wfc_targets.temporal.code import Lines, call, header, local_name, seconds, statement
from wfc_targets.temporal.scope import address
from wfc_targets.temporal.step_code import (
    Writer,
    activity_call,
    assignment,
    attempts,
    has_deadline,
    input_of,
)
from wfc_targets.temporal.values import input_class, value


def wait_lines(writer: Writer, node: Wait, depth: int) -> Lines:
    """A durable timer."""
    at = address(writer.scope, node.id)
    return [*header(f"with self._run.step({at}):", depth), *statement(f"await {_timer(writer, node, at)}", depth + 1)]


def _timer(writer: Writer, node: Wait, at: str) -> str:
    if node.until is not None:
        return f"self._run.sleep_until({value(node.until, writer.scope)}, {at})"
    if isinstance(node.duration, int) and node.duration > 0 and not has_deadline(writer):
        return f"workflow.sleep({seconds(node.duration)}, summary={at})"
    if isinstance(node.duration, int) or node.duration is None:
        return f"self._run.sleep({seconds(node.duration or 0)}, {at})"
    return f"self._run.sleep(timedelta(seconds={value(node.duration, writer.scope)}), {at})"


def receive_lines(writer: Writer, node: Receive, depth: int) -> Lines:
    """The first event of a name and correlation, which may have come already."""
    arguments = [
        python_string(node.event),
        value(node.correlate, writer.scope),
        output_annotation(writer.scope, node),
        *([f"timeout={seconds(node.timeout)}"] if node.timeout is not None else []),
    ]
    opening = f"with self._run.step({address(writer.scope, node.id)}):"
    return [*header(opening, depth), *assignment(writer, node.id, call("self._run.receive", arguments), depth + 1)]


def approval_lines(writer: Writer, node: Approval, depth: int) -> Lines:
    """The notice, then the window in which `decide` is listened to."""
    scope, role = writer.scope, f"{node.id}:notify"
    operation = scope.operations[node.notify]
    given = input_of(writer, operation, node.inputs, node.id, undoes=False)
    lines = header(f"with self._run.step({address(scope, node.id)}):", depth)
    if given and (node.remind or writer.retries.of[role] in writer.retries.own):
        name = fresh_name(f"{scope.variables[node.id]}_input", scope.variables.values())
        lines += statement(f"{name} = {given}", depth + 1)
        given = name
    notice = activity_call(writer, operation, given, role, node.notify_timeout, settle=True)
    lines += statement(f"await {attempts(writer, role, notice)}", depth + 1)
    return [*lines, *assignment(writer, node.id, _window(writer, node, given), depth + 1)]


def _window(writer: Writer, node: Approval, given: str) -> str:
    arguments = [address(writer.scope, node.id)]
    arguments += [f"form={local_name(node.form.path)}"] if isinstance(node.form, ModelRef) else []
    arguments += [f"timeout={seconds(node.timeout)}"] if node.timeout is not None else []
    if node.fails:
        arguments.append(f"fails=[{', '.join(map(python_string, node.fails))}]")
    if node.remind:
        arguments.append(
            f"remind=({seconds(node.remind.after)}, lambda: {_reminder(writer, node, node.remind, given)})"
        )
    return call("self._run.approval", arguments)


def _reminder(writer: Writer, node: Approval, remind: Remind, given: str) -> str:
    """With the input of the notice, as the operation has it."""
    operation, notice = (writer.scope.operations[key] for key in (remind.operation, node.notify))
    if operation.input is None or operation.input == notice.input:
        said = given if operation.input is not None else ""
    else:
        said = f"from_json({input_class(operation)}, {f'to_json({given})' if given else '{}'})"
    return activity_call(writer, operation, said, f"{node.id}:remind", remind.timeout, settle=False)
