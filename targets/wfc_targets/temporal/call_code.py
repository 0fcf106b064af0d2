"""The code of a `Call`: a child workflow with its own worker, asked to cancel where it must stop (C7)."""

from collections.abc import Container

from wfc.emit.lines import INDENT
from wfc.emit.names import fresh_name
from wfc.emit.quote import python_string
from wfc.ir.nodes import Call, Workflow
from wfc.ir.types import ModelRef
from wfc.ir.walk import child_of
from wfc_targets.temporal.annotations import output_annotation
from wfc_targets.temporal.code import Lines, call, header, seconds, statement
from wfc_targets.temporal.scope import address
from wfc_targets.temporal.step_code import (
    Writer,
    add_compensation,
    assignment,
    compensation_arguments,
    has_deadline,
    keep,
    undo_declaration,
)
from wfc_targets.temporal.values import value


def call_lines(writer: Writer, node: Call, declared: Container[str], depth: int) -> Lines:
    """The `with` statement in which another workflow runs."""
    declaration = [] if node.id in declared else undo_declaration(writer, node, depth)
    opening = f"with self._run.step({address(writer.scope, node.id)}):"
    return [*declaration, *header(opening, depth), *_body(writer, node, depth + 1)]


def _body(writer: Writer, node: Call, depth: int) -> Lines:
    given = f"[{', '.join(_arguments(writer, node))}]"
    undo = node.compensation
    if undo is None or undo.when == "completed":
        lines = _assignment(writer, node, _work(writer, node, given), depth)
        lines += _noted(writer, depth)
        if undo:
            lines += add_compensation(writer, node, undo, depth)
        return lines
    name = f"{writer.scope.variables[node.id]}_input"
    saga, *arguments = compensation_arguments(writer, node, undo)
    lines = statement(f"{name} = {given}", depth)
    lines += statement("self._run.time_left()", depth) if has_deadline(writer) else []
    lines += header(f"with {call('attempting', [saga, *arguments])}:", depth)
    return [*lines, *_assignment(writer, node, _work(writer, node, name), depth + 1), *_noted(writer, depth)]


def _assignment(writer: Writer, node: Call, work: str, depth: int) -> Lines:
    """With the type that a workflow called by its name does not have."""
    annotation = output_annotation(writer.scope, node)
    if node.id not in writer.kept or annotation == "Any":
        return assignment(writer, node.id, work, depth)
    name = fresh_name(f"{writer.scope.variables[node.id]}_output", writer.scope.variables.values())
    lines = statement(f"{name}: {annotation} = await {work}", depth)
    return [*lines, *keep(writer, node.id, name, depth)]


def _noted(writer: Writer, depth: int) -> Lines:
    """For the step that is told once something has been called."""
    return [f"{INDENT * depth}self._run.called = True"] if writer.scope.workflow.after_compensation else []


def _arguments(writer: Writer, node: Call) -> list[str]:
    child = child_of(writer.scope.workflow, node)
    found = []
    if isinstance(child.input, ModelRef):
        found.append("{}" if node.inputs is None else value(node.inputs, writer.scope, node.id))
    if isinstance(child.context, ModelRef):
        own = "ctx" if writer.scope.workflow.context is not None else "None"
        found.append(own if node.context is None else value(node.context, writer.scope, node.id))
    return found


def _work(writer: Writer, node: Call, given: str) -> str:
    child = child_of(writer.scope.workflow, node)
    at = address(writer.scope, node.id)
    annotation = output_annotation(writer.scope, node)
    arguments = [
        python_string(child.name),
        f"args={given}",
        f"id=self._run.child_id({at})",
        f"task_queue={python_string(child.name)}",
        *([f"result_type={annotation}"] if annotation != "Any" else []),
        "parent_close_policy=workflow.ParentClosePolicy.REQUEST_CANCEL",
        "cancellation_type=UNTIL_CANCELLED",
        f"search_attributes=search_attributes({python_string(child.key)}, {python_string(child.version)})",
        f"static_summary={_summary(child)}",
    ]
    work = call("workflow.execute_child_workflow", arguments)
    if node.timeout is None and not has_deadline(writer):
        return work
    timeout = [f"timeout={seconds(node.timeout)}"] if node.timeout is not None else []
    return call("self._run.call", [f"lambda: {work}", *timeout])


def _summary(child: Workflow) -> str:
    return python_string(f"{child.key} {child.version}")
