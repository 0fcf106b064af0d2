"""The code of one step: its input, its activity call, its compensation (S1, S3, C1, C4)."""

from collections.abc import Container
from dataclasses import dataclass
from typing import final

from wfc.emit.names import fresh_name
from wfc.emit.quote import python_string
from wfc.ir.expressions import Expr, Name
from wfc.ir.nodes import Compensation, Step
from wfc.ir.parts import walk
from wfc.ir.policies import Operation, Sla
from wfc_targets.temporal.code import Lines, call, header, seconds, statement
from wfc_targets.temporal.retries import ONCE, Constants
from wfc_targets.temporal.values import Scope, input_class, model_of

DEFAULT_TIMEOUT = 3_600_000


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """What the printers of a package share.

    `alerts`: the method that tells of a breach, by operation key. `flow_parameters`: what the start method is given.
    `reads_final_error`: some compensation does.
    """

    scope: Scope
    retries: Constants
    kept: frozenset[str]
    alerts: dict[str, str]
    flow_parameters: tuple[str, ...]
    reads_final_error: bool


def step_lines(writer: Writer, step: Step, declared: Container[str], depth: int) -> Lines:
    """The `with` statement in which a step runs. `declared`: variables the method has from its start."""
    declaration = [] if step.id in declared else _declared(writer, step, depth)
    return [*declaration, *header(_with(writer, step), depth), *_body(writer, step, depth + 1)]


def _with(writer: Writer, step: Step) -> str:
    promise = sla_arguments(writer, step.sla) if step.sla else []
    return f"with self._run.step({', '.join([python_string(step.id), *promise])}):"


def sla_arguments(writer: Writer, sla: Sla) -> list[str]:
    """What `Run` is told of a promise."""
    alert = [f"alert=self.{writer.alerts[sla.alert]}"] if sla.alert and sla.alert_on_breach else []
    return [f"sla={seconds(sla.max_duration)}", *alert]


def _declared(writer: Writer, step: Step, depth: int) -> Lines:
    """An `attempted` compensation may run before there is an output."""
    undo = step.compensation
    if undo is None or undo.when == "completed" or not _reads_output(undo.inputs):
        return []
    annotation = writer.scope.outputs[step.id].result_annotation
    return statement(f"{writer.scope.variables[step.id]}: {optional(annotation)} = None", depth)


def _reads_output(expr: Expr | None) -> bool:
    return reads(expr, "output")


def reads(expr: Expr | None, root: str) -> bool:
    """Does the expression read this name?"""
    return expr is not None and any(isinstance(part, Name) and part.name == root for part in walk(expr))


def optional(annotation: str) -> str:
    """The annotation of a value that may not be there yet."""
    return annotation if annotation.endswith("None") or annotation == "Any" else f"{annotation} | None"


def _body(writer: Writer, step: Step, depth: int) -> Lines:
    operation = writer.scope.operations[step.operation]
    given = _input(writer, operation, step.inputs, step.id, undoes=False)
    lines: Lines = []
    undo = step.compensation
    is_attempted = undo is not None and undo.when == "attempted"
    if given and (is_attempted or writer.retries.of[step.id] in writer.retries.own):
        lines, given = _input_first(writer, step, given, depth)
    if undo and is_attempted:
        lines += _add_compensation(writer, step, undo, depth)
    name = writer.scope.variables[step.id] if step.id in writer.kept else ""
    work = _attempts(writer, step.id, _activity(writer, operation, given, step.id, step.timeout, settle=True))
    lines += statement(f"{name} = await {work}" if name else f"await {work}", depth)
    if undo and undo.when == "completed":
        lines += _add_compensation(writer, step, undo, depth)
    return lines


def _input_first(writer: Writer, step: Step, given: str, depth: int) -> tuple[Lines, str]:
    """The input as a variable: made once, before anything counts as attempted."""
    variables = writer.scope.variables
    name = fresh_name(f"{variables[step.id]}_input", variables.values())
    return statement(f"{name} = {given}", depth), name


def _add_compensation(writer: Writer, step: Step, undo: Compensation, depth: int) -> Lines:
    operation = writer.scope.operations[undo.operation]
    address = f"{step.id}:undo"
    given = _input(writer, operation, undo.inputs, step.id, undoes=True)
    work = _attempts(writer, address, _activity(writer, operation, given, address, undo.timeout, settle=False))
    return statement(call("self._run.add_compensation", [python_string(step.id), f"lambda: {work}"]), depth)


def _input(writer: Writer, operation: Operation, inputs: Expr | None, step: str, *, undoes: bool) -> str:
    if operation.input is None:
        return ""
    cls = input_class(operation)
    if inputs is None:
        return f"{cls}()"
    path = getattr(operation.input, "path", "")
    return model_of(inputs, cls, writer.scope.models[path], writer.scope, step, undoes=undoes)


def _attempts(writer: Writer, address: str, activity: str) -> str:
    constant = writer.retries.of[address]
    return call("retrying", [constant, f"lambda: {activity}"]) if constant in writer.retries.own else activity


def _activity(
    writer: Writer, operation: Operation, given: str, address: str, timeout: int | None, *, settle: bool
) -> str:
    constant = writer.retries.of[address]
    arguments = [
        f"activities.{writer.scope.activities[operation.key]}",
        *activity_arguments(operation, given, python_string(address)),
        f"start_to_close_timeout={seconds(timeout or operation.timeout or DEFAULT_TIMEOUT)}",
        f"retry_policy={ONCE if constant in writer.retries.own else constant}",
        *(["cancellation_type=SETTLE"] if settle else []),
        f"summary={python_string(address)}",
    ]
    return call("workflow.execute_activity", arguments)


def activity_arguments(operation: Operation, given: str, address: str) -> list[str]:
    """What the activity is passed: its input, its idempotency key, both or neither. `address` is source."""
    key = [f"self._run.key({address})"] if operation.takes_key else []
    match [*([given] if given else []), *key]:
        case [one]:
            return [one]
        case []:
            return []
        case both:
            return [f"args=[{', '.join(both)}]"]
