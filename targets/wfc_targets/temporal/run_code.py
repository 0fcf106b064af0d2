"""The run method: input checked, the flow, and on failure the compensations (R1, R2, C1)."""

from wfc.emit.lines import INDENT
from wfc.emit.quote import python_string
from wfc.ir.nodes import Step
from wfc.ir.walk import undoable
from wfc_targets.temporal.code import Lines, call, header, local_name, statement
from wfc_targets.temporal.modules import run_models
from wfc_targets.temporal.step_code import Writer, activity_call, attempts, input_of, sla_arguments


def run_lines(writer: Writer, result: str) -> Lines:
    """`run`, and `_to_end` where a promise covers the whole run."""
    workflow = writer.scope.workflow
    models = run_models(workflow)
    parameters = "".join(f", {name}_json: Any" for name, _ in models)
    lines = ["    @workflow.run", *header(f"async def run(self{parameters}) -> {result}:", 1)]
    names = "".join(f", {name}_json" for name, _ in models)[2:]
    if workflow.sla:
        lines += _watched(writer, f"self._to_end({names})", 2)
        lines += ["", *header(f"async def _to_end(self{parameters}) -> {result}:", 1)]
    elif writer.sends_messages:
        lines += [
            f"{INDENT * 2}try:",
            *statement(f"return await self._to_end({names})", 3),
            *_told(2),
            "",
            *header(f"async def _to_end(self{parameters}) -> {result}:", 1),
        ]
    return [*lines, *_try(writer)]


def _watched(writer: Writer, call: str, depth: int) -> Lines:
    sla = writer.scope.workflow.sla
    assert sla is not None
    opening = f"with self._run.promise({', '.join(['None', *sla_arguments(writer, sla)])}):"
    if not writer.sends_messages:
        return [*header(opening, depth), *statement(f"return await {call}", depth + 1)]
    body = [*header(opening, depth + 1), *statement(f"return await {call}", depth + 2)]
    return [f"{INDENT * depth}try:", *body, *_told(depth)]


def _told(depth: int) -> Lines:
    return [f"{INDENT * depth}finally:", f"{INDENT * (depth + 1)}await run_to_end(self._run.messages_sent())"]


def _try(writer: Writer) -> Lines:
    workflow = writer.scope.workflow
    lines = [f"{INDENT * 2}try:"]
    for name, path in run_models(workflow):
        lines += statement(f"{name} = validated({local_name(path)}, {name}_json)", 3)
    lines += statement(f"return await self._flow({_flow_arguments(writer)})", 3)
    lines += [f"{INDENT * 2}except RUN_ERRORS as err:"]
    if writer.reads_final_error:
        lines.append(f"{INDENT * 3}self._run.error = failure_of(err, None)")
    if undoable(workflow):
        lines.append(f"{INDENT * 3}await run_to_end(self._run.compensate())")
    if workflow.after_compensation:
        lines += statement(f"await run_to_end({_tell(writer, workflow.after_compensation)})", 3)
    return [*lines, f"{INDENT * 3}raise self._run.final_error(err) from err"]


def _tell(writer: Writer, step: Step) -> str:
    operation = writer.scope.operations[step.operation]
    given = input_of(writer, operation, step.inputs, step.id, undoes=True)
    activity = activity_call(writer, operation, given, step.id, step.timeout, settle=False)
    return call("self._run.tell", [python_string(step.id), f"lambda: {attempts(writer, step.id, activity)}"])


def _flow_arguments(writer: Writer) -> str:
    return ", ".join(writer.flow_parameters)
