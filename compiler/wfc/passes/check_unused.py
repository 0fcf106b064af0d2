"""A step that only reads, cannot meaningfully fail, and whose output nobody reads does nothing. Runs on typed lambdas.

Reports unused-value, as information: the step may be there for its duration, or for what is still to come.
"""

from collections.abc import Iterator
from typing import assert_never

from wfc.analysis.graph import Declared, all_declared, build_graph, graphs_in, success_arms
from wfc.diagnostics import Diagnostic, Diagnostics, Label, Severity
from wfc.diagnostics.catalogue import UNUSED_VALUE
from wfc.ir.expressions import Expr, Name, StepDone, StepOutput
from wfc.ir.parts import walk
from wfc.ir.surface import (
    Approval,
    Call,
    Choice,
    Compensation,
    ForEach,
    Lambda,
    Node,
    Parallel,
    Receive,
    Step,
    ToFailure,
    Wait,
    Workflow,
)
from wfc.ir.types import Null
from wfc.ir.written import walk_nodes


def check_unused(workflow: Workflow, found: Diagnostics) -> Workflow:
    """Look for steps whose output is not read; the workflow itself is unchanged."""
    read = _read_steps(workflow)
    operations = {operation.key: operation for operation in workflow.operations}
    yielding = _yielding(workflow)
    for node in walk_nodes(workflow.steps):
        if node.id in yielding or not isinstance(node, Step) or node.id in read or node.on_failure is not None:
            continue
        operation = operations[node.operation]
        if operation.effect == "read" and not operation.errors and not isinstance(operation.output, Null):
            found.add(
                Diagnostic(
                    code=UNUSED_VALUE,
                    message=f"nothing reads what `{node.id}` returns",
                    at=Label(node.id_span),
                    help="use it, remove the step, or declare the `errors` it is there to raise",
                    severity=Severity.INFO,
                )
            )
    return workflow


def _read_steps(workflow: Workflow) -> frozenset[str]:
    """The steps that some lambda reads; a step reads itself by `output`."""
    read: set[str] = set()
    for node, places in all_declared(workflow):
        for expression in _expressions(node, places):
            if isinstance(expression, Name) and expression.name == "output":
                read.add(node.id)
            if isinstance(expression, StepOutput | StepDone):
                read.add(expression.step)
    if workflow.result is not None and workflow.result.typed is not None:
        parts = walk(workflow.result.typed)
        read |= {part.step for part in parts if isinstance(part, StepOutput | StepDone)}
    return frozenset(read)


def _yielding(workflow: Workflow) -> frozenset[str]:
    """The nodes whose output is what a branch or body yields."""
    _, *inner = graphs_in(build_graph(workflow))
    return frozenset(edge.source for block in inner for edge in block.edges if edge.end == "succeed")


def _expressions(node: Node, places: Declared) -> Iterator[Expr]:
    for written in _lambdas(node, places):
        if written is not None and written.typed is not None:
            yield from walk(written.typed)


def _lambdas(node: Node, places: Declared) -> Iterator[Lambda | None]:
    for arm in success_arms(node, places):
        yield arm.condition
        yield (
            arm.target.message if isinstance(arm.target, ToFailure) and isinstance(arm.target.message, Lambda) else None
        )
    match node:
        case Step():
            yield node.inputs
            yield node.poll.until if node.poll is not None else None
        case ForEach():
            yield node.items
        case Wait():
            yield node.duration if isinstance(node.duration, Lambda) else None
            yield node.until if isinstance(node.until, Lambda) else None
        case Approval():
            yield node.inputs
        case Receive():
            yield node.correlate
        case Call():
            yield node.inputs
            yield node.context
        case Choice() | Parallel():
            pass
        case _:
            assert_never(node)
    if isinstance(node, Step | Call) and isinstance(node.compensation, Compensation):
        yield node.compensation.inputs
