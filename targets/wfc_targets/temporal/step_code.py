"""The code of one step: its input, its activity call, its compensation (S1, S3, C1, C4)."""

from collections.abc import Container
from dataclasses import dataclass
from typing import final

from wfc.emit.names import fresh_name
from wfc.ir.expressions import Expr, Name
from wfc.ir.nodes import Call, Compensation, Poll, Step
from wfc.ir.parts import walk
from wfc.ir.policies import Operation, Sla
from wfc_targets.temporal.annotations import optional, output_annotation
from wfc_targets.temporal.code import Lines, call, header, seconds, statement
from wfc_targets.temporal.retries import ONCE, Constants
from wfc_targets.temporal.scope import Scope, address
from wfc_targets.temporal.values import condition_on, input_class, model_of

DEFAULT_TIMEOUT = 3_600_000


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """What the printers of a package share.

    `kept` and `exported` as in the plan. `alerts`: the method that tells of a breach, by operation key.
    `flow_parameters`: what the start method is given. `reads_final_error`: something that runs at the end does.
    `sends_messages`: alerts or reminders go out beside the run.
    """

    scope: Scope
    retries: Constants
    kept: frozenset[str]
    exported: frozenset[str]
    alerts: dict[str, str]
    flow_parameters: tuple[str, ...]
    reads_final_error: bool
    sends_messages: bool


def step_lines(writer: Writer, step: Step, declared: Container[str], depth: int) -> Lines:
    """The `with` statement in which a step runs. `declared`: variables the method has from its start."""
    declaration = [] if step.id in declared else undo_declaration(writer, step, depth)
    promise = sla_arguments(writer, step.sla) if step.sla else []
    opening = f"with self._run.step({', '.join([address(writer.scope, step.id), *promise])}):"
    return [*declaration, *header(opening, depth), *_body(writer, step, depth + 1)]


def sla_arguments(writer: Writer, sla: Sla) -> list[str]:
    """What `Run` is told of a promise."""
    alert = sla.alert if sla.alert_on_breach else None
    if not sla.in_flight:
        return [f"sla={seconds(sla.max_duration)}", *([f"alert=self.{writer.alerts[alert]}"] if alert else [])]
    told = [(":alert", sla.max_duration, alert)] if alert else []
    told += [(f":alert:{at}", one.after, one.operation) for at, one in enumerate(sla.escalate, 1)]
    entries = (f'"{role}": ({seconds(after)}, self.{writer.alerts[operation]})' for role, after, operation in told)
    return [f"sla={seconds(sla.max_duration)}", *([f"in_flight={{{', '.join(entries)}}}"] if told else [])]


def undo_declaration(writer: Writer, node: Step | Call, depth: int) -> Lines:
    """An `attempted` compensation may run before there is an output."""
    undo = node.compensation
    if undo is None or undo.when == "completed" or not _reads_output(undo.inputs):
        return []
    annotation = output_annotation(writer.scope, node)
    return statement(f"{writer.scope.variables[node.id]}: {optional(annotation)} = None", depth)


def _reads_output(expr: Expr | None) -> bool:
    return reads(expr, "output")


def reads(expr: Expr | None, root: str) -> bool:
    """Does the expression read this name?"""
    return expr is not None and any(isinstance(part, Name) and part.name == root for part in walk(expr))


def _body(writer: Writer, step: Step, depth: int) -> Lines:
    operation = writer.scope.operations[step.operation]
    given = input_of(writer, operation, step.inputs, step.id, undoes=False)
    lines: Lines = []
    undo = step.compensation
    is_attempted = undo is not None and undo.when == "attempted"
    if given and (is_attempted or step.poll or writer.retries.of[step.id] in writer.retries.own):
        lines, given = _input_first(writer, step, given, depth)
    if undo and is_attempted:
        # Where it is too late for an attempt, nothing is to be undone.
        lines += statement("self._run.time_left()", depth) if has_deadline(writer) else []
        lines += add_compensation(writer, step, undo, depth)
    activity = activity_call(writer, operation, given, step.id, step.timeout, settle=True, poll=step.poll is not None)
    work = attempts(writer, step.id, activity)
    lines += assignment(writer, step.id, poll_call(writer, step, step.poll, work) if step.poll else work, depth)
    if undo and undo.when == "completed":
        lines += add_compensation(writer, step, undo, depth)
    return lines


def assignment(writer: Writer, node: str, work: str, depth: int) -> Lines:
    """Await some work; its value goes wherever it is read."""
    if node not in writer.kept:
        return statement(f"await {work}", depth)
    return keep(writer, node, f"await {work}", depth)


def keep(writer: Writer, node: str, output: str, depth: int) -> Lines:
    """Give an output to the node's variable; behind the node's block, where that does not reach, the run has it."""
    name = writer.scope.variables[node]
    lines = statement(f"{name} = {output}", depth)
    if node in writer.exported:
        lines += statement(f"self._run.outputs[{address(writer.scope, node)}] = {name}", depth)
    return lines


def _input_first(writer: Writer, step: Step, given: str, depth: int) -> tuple[Lines, str]:
    """The input as a variable: made once, before anything counts as attempted."""
    variables = writer.scope.variables
    name = fresh_name(f"{variables[step.id]}_input", variables.values())
    return statement(f"{name} = {given}", depth), name


def add_compensation(writer: Writer, node: Step | Call, undo: Compensation, depth: int) -> Lines:
    """Have the node undone should the run fail."""
    saga, *arguments = compensation_arguments(writer, node, undo)
    return statement(call(f"{saga}.add_compensation", arguments), depth)


def compensation_arguments(writer: Writer, node: Step | Call, undo: Compensation) -> list[str]:
    """Where the compensation has its place, whose it is, and what it does."""
    operation = writer.scope.operations[undo.operation]
    role = f"{node.id}:undo"
    given = input_of(writer, operation, undo.inputs, node.id, undoes=True)
    work = attempts(writer, role, activity_call(writer, operation, given, role, undo.timeout, settle=False))
    saga = "saga" if writer.scope.place else "self._run"
    return [saga, address(writer.scope, node.id), f"lambda: {work}"]


def input_of(writer: Writer, operation: Operation, inputs: Expr | None, step: str, *, undoes: bool) -> str:
    """The source of an operation's input, empty when it takes none."""
    if operation.input is None:
        return ""
    cls = input_class(operation)
    if inputs is None:
        return f"{cls}()"
    path = getattr(operation.input, "path", "")
    return model_of(inputs, cls, writer.scope.models[path], writer.scope, step, undoes=undoes)


def attempts(writer: Writer, role: str, activity: str) -> str:
    """The activity, with the retries that Temporal does not have."""
    constant = writer.retries.of[role]
    if constant not in writer.retries.own:
        return activity
    told = writer.scope.workflow.after_compensation
    # What comes at the end does not heed what ended the run.
    heedless = role.endswith(":undo") or (told is not None and role == told.id)
    delay = ["delay=workflow.sleep"] if heedless else ["delay=self._run.delay"] if has_deadline(writer) else []
    return call("retrying", [constant, f"lambda: {activity}", *delay])


def poll_call(writer: Writer, step: Step, poll: Poll, work: str) -> str:
    """The activity again and again, until its output will do."""
    name = "poll" if writer.scope.operations[step.operation].takes_key else "_"
    until = condition_on(poll.until, writer.scope, step.id, "output")
    arguments = [f"lambda {name}: {work}", f"until=lambda output: {until}"]
    arguments += [f"every={seconds(poll.every)}", f"timeout={seconds(poll.timeout)}"]
    arguments += [f"max_polls={poll.max_polls}"] if poll.max_polls is not None else []
    return call("self._run.poll", arguments)


def has_deadline(writer: Writer) -> bool:
    """Must what the run does be over in time?"""
    return writer.scope.workflow.deadline is not None


def activity_call(
    writer: Writer,
    operation: Operation,
    given: str,
    role: str,
    timeout: int | None,
    *,
    settle: bool,
    poll: bool = False,
) -> str:
    """One call of an activity; `role` is its address without indexes. `settle`: on the way forward; there a cancel
    request lets the attempt in flight end, and the deadline bounds it.
    """
    constant = writer.retries.of[role]
    node, _, rest = role.partition(":")
    at = address(writer.scope, node, f":{rest}" if rest else "")
    arguments = [
        f"activities.{writer.scope.activities[operation.key]}",
        *activity_arguments(operation, given, address(writer.scope, node, "{poll}") if poll else at),
        f"start_to_close_timeout={seconds(timeout or operation.timeout or DEFAULT_TIMEOUT)}",
        *(["schedule_to_close_timeout=self._run.time_left()"] if settle and has_deadline(writer) else []),
        f"retry_policy={ONCE if constant in writer.retries.own else constant}",
        *(["cancellation_type=SETTLE"] if settle else []),
        f"summary={_summary(writer, at, settle=settle)}",
    ]
    return call("workflow.execute_activity", arguments)


def _summary(writer: Writer, at: str, *, settle: bool) -> str:
    """The address; the step that is told of a run that has failed must know whether anything was called."""
    notes = settle and writer.scope.workflow.after_compensation is not None
    return f"self._run.calling({at})" if notes else at


def activity_arguments(operation: Operation, given: str, at: str) -> list[str]:
    """What the activity is passed: its input, its idempotency key, both or neither. `at` is source."""
    key = [f"self._run.key({at})"] if operation.takes_key else []
    match [*([given] if given else []), *key]:
        case [one]:
            return [one]
        case []:
            return []
        case both:
            return [f"args=[{', '.join(both)}]"]
