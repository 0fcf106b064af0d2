"""A step's output may be read only where the step has succeeded on every path (O7). Runs on typed lambdas.

Reports read-before-completed with a path on which the step has not succeeded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import final

from wfc.analysis.graph import Edge, Graph, build_graph, compensation_steps
from wfc.analysis.history import History, along, histories
from wfc.analysis.order import path_without
from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import READ_BEFORE_COMPLETED
from wfc.ir.expressions import StepOutput
from wfc.ir.parts import walk
from wfc.ir.surface import Arm, Catch, Choice, Compensation, CompensationStep, Lambda, Node, Step, ToFailure, Workflow


def check_dataflow(workflow: Workflow, found: Diagnostics) -> Workflow:
    """Check every read of a step's output; the workflow itself is unchanged."""
    graph = build_graph(workflow)
    before = histories(graph)
    for slot in _slots(workflow, graph, before):
        for read in _reads(slot.written):
            if read.certain and read.step not in slot.history.must_succeed:
                _report(read, slot, graph, found)
    return workflow


@final
@dataclass(frozen=True, slots=True)
class _Slot:
    """A lambda, what has happened when it is evaluated, and the node from which a path to it is shown."""

    written: Lambda
    history: History
    node: str
    what: str


def _slots(workflow: Workflow, graph: Graph, before: dict[str, History]) -> Iterator[_Slot]:
    undoing = compensation_steps(workflow)
    for node in (*workflow.steps, *workflow.handlers):
        if node.id in before and node.id not in undoing:
            yield from _slots_of(node, before[node.id], workflow)
    if workflow.result is not None:
        ends = [edge for edge in graph.edges if edge.end == "succeed" and edge.source in before]
        for edge in ends:
            yield _Slot(workflow.result, along(before[edge.source], edge), edge.source, "the result")


def _slots_of(node: Node, history: History, workflow: Workflow) -> Iterator[_Slot]:
    done, failed = history.then_succeeded(node.id), history.then_failed(node.id)
    match node:
        case Choice():
            yield from _arms(node.transitions, history, node.id)
        case Step():
            if node.inputs is not None:
                yield _Slot(node.inputs, history, node.id, f"`inputs` of `{node.id}`")
            yield from _arms(node.on_success or (), done, node.id)
            undo = _undo_inputs(node, workflow)
            if undo is not None:
                yield _Slot(undo, done, node.id, f"the compensation of `{node.id}`")
    yield from _catches(node.on_failure or (), failed, node.id)


def _undo_inputs(step: Step, workflow: Workflow) -> Lambda | None:
    match step.compensation:
        case Compensation():
            return step.compensation.inputs
        case CompensationStep(step=name):
            used = next(node for node in workflow.handlers if node.id == name)
            return used.inputs if isinstance(used, Step) else None
        case None:
            return None


def _arms(arms: tuple[Arm, ...], history: History, node: str) -> Iterator[_Slot]:
    for arm in arms:
        if arm.condition is not None:
            yield _Slot(arm.condition, history, node, f"a condition of `{node}`")
        if isinstance(arm.target, ToFailure) and isinstance(arm.target.message, Lambda):
            yield _Slot(arm.target.message, history, node, f"the `Fail` message of `{node}`")


def _catches(catches: tuple[Catch, ...], history: History, node: str) -> Iterator[_Slot]:
    for catch in catches:
        if isinstance(catch.target, ToFailure) and isinstance(catch.target.message, Lambda):
            yield _Slot(catch.target.message, history, node, f"the `Fail` message of `{node}`")


def _reads(written: Lambda) -> Iterator[StepOutput]:
    if written.typed is not None:
        for expression in walk(written.typed):
            if isinstance(expression, StepOutput):
                yield expression


def _report(read: StepOutput, slot: _Slot, graph: Graph, found: Diagnostics) -> None:
    succeeding = frozenset(edge for edge in graph.out_of(read.step) if edge.kind == "success")
    path = path_without(graph, slot.node, succeeding)
    message = f"{slot.what} reads `{read.step}`, which has not succeeded on every path to it"
    without = f"without it: {_shown(path, succeeding, graph)}" if path else None
    found.add(
        Diagnostic(
            code=READ_BEFORE_COMPLETED,
            message=message,
            at=Label(read.span),
            notes=(without or f"`{read.step}` comes later, or on another path",),
            help=f'read `steps.get("{read.step}")` and say what holds when it is None, or move the step to the front',
        )
    )


def _shown(path: tuple[str, ...], avoided: frozenset[Edge], graph: Graph) -> str:
    """`price -> bill fails -> tell-sales`."""
    left = []
    for node, following in pairwise(path):
        kinds = {edge.kind for edge in graph.out_of(node) if edge.target == following and edge not in avoided}
        left.append(f"{node} fails" if kinds == {"failure"} else node)
    return " -> ".join((*left, path[-1]))
