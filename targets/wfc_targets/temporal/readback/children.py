"""Calls of other workflows: which, with what, and how they are stopped (C7)."""

import ast

from wfc.ir.nodes import Call
from wfc.ir.types import ModelRef
from wfc.ir.walk import child_of
from wfc.validation.facts import Aspect
from wfc_targets.temporal.readback.inside import Inside
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.python_terms import read_term
from wfc_targets.temporal.readback.source import Source
from wfc_targets.temporal.readback.state import State
from wfc_targets.temporal.readback.syntax import call_of, called, dotted, is_code, milliseconds, parameters, text


def read_child(source: Source, node: Call, work: ast.expr, inside: Inside) -> None:
    """What a call starts, and how long it may take."""
    work = _limited(source, node.id, work)
    typed = ["result_type"] if inside.result_type != "Any" else []
    needed = ["args", "id", "task_queue", "parent_close_policy", "cancellation_type", "search_attributes"]
    found = call_of("workflow.execute_child_workflow", work, 1, [*needed, "static_summary", *typed])
    given, child = found.keywords, child_of(source.promised.workflow, node)
    expect(text(found.args[0]) == text(given["task_queue"]) == child.name, f"{node.id} calls {child.name}", work)
    identity = call_of("self._run.child_id", given["id"], 1)
    expect(source.place_of(identity.args[0], inside.state) == node.id, f"the run that {node.id} starts", work)
    expect(text(given["static_summary"]) == f"{node.workflow} {node.version}", f"the summary of {node.id}", work)
    policy = "workflow.ParentClosePolicy.REQUEST_CANCEL"
    expect(dotted(given["parent_close_policy"]) == policy, "a child is asked to cancel", work)
    expect(dotted(given["cancellation_type"]) == "UNTIL_CANCELLED", "a child is awaited", work)
    expect(not typed or dotted(given["result_type"]) == inside.result_type, f"the output of {node.id}", work)
    key, version = call_of("search_attributes", given["search_attributes"], 2).args
    source.state(node.id, Aspect.OPERATION, f"{text(key)}@{text(version)}")
    values = given["args"]
    if isinstance(values, ast.Name) and values.id in inside.given:
        values = inside.given[values.id]
    expect(isinstance(values, ast.List), "a list of arguments is expected", values)
    _arguments(source, node, values.elts if isinstance(values, ast.List) else [], inside.state)


def _limited(source: Source, node: str, work: ast.expr) -> ast.expr:
    """The call itself, whatever bounds it."""
    if called(work).name != "self._run.call":
        expect(not source.promised.has_deadline, "the deadline bounds a call", work)
        return work
    limit = ["timeout"] if "timeout" in called(work).keywords else []
    found = call_of("self._run.call", work, 1, limit)
    if limit:
        source.state(node, Aspect.TIMEOUT, milliseconds(found.keywords["timeout"]))
    match found.args[0]:
        case ast.Lambda(body=child) as bounded if not parameters(bounded):
            return child
        case other:
            raise misread("a call is expected", other)


def _arguments(source: Source, node: Call, values: list[ast.expr], state: State) -> None:
    """Input and context of a called workflow, as far as it takes them; what is not written has a default (C7)."""
    child, sight = child_of(source.promised.workflow, node), source.sight(state)
    is_input, is_context = isinstance(child.input, ModelRef), isinstance(child.context, ModelRef)
    expect(len(values) == is_input + is_context, f"what {node.id} is given")
    rest = list(values)
    if is_input and node.inputs is None:
        expect(is_code(rest.pop(0), "{}"), f"{node.id} gives nothing")
    elif is_input:
        source.state(node.id, Aspect.INPUTS, read_term(rest.pop(0), sight))
    if is_context and node.context is None:
        own = ("root", "ctx") if source.promised.workflow.context is not None else ("const", "None")
        expect(read_term(rest.pop(0), sight) == own, f"{node.id} hands on the context")
    elif is_context:
        source.state(node.id, Aspect.CONTEXT, read_term(rest.pop(0), sight))
