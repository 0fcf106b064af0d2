"""A step's output may be read only where the step has succeeded on every path (O7). Runs on typed lambdas.

Reports read-before-completed with a path on which the step has not succeeded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import assert_never, final

from wfc.analysis.graph import Edge, Graph, all_declared, build_graph, graphs_in
from wfc.analysis.history import Histories, History, histories
from wfc.analysis.order import path_without
from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import READ_BEFORE_COMPLETED
from wfc.ir.expressions import StepOutput
from wfc.ir.parts import walk
from wfc.ir.surface import (
    Approval,
    Arm,
    Call,
    Choice,
    Compensation,
    CompensationStep,
    ForEach,
    Lambda,
    Node,
    Parallel,
    Receive,
    Step,
    Target,
    ToFailure,
    Wait,
    Workflow,
)
from wfc.ir.written import written_arms, written_catches


def check_dataflow(workflow: Workflow, found: Diagnostics) -> Workflow:
    """Check every read of a step's output; the workflow itself is unchanged."""
    graph = build_graph(workflow)
    for slot in _slots(workflow, graph, histories(graph)):
        for read in _reads(slot.written):
            if read.certain and read.step not in slot.history.must_succeed:
                _report(read, slot, graph, found)
    return workflow


@final
@dataclass(frozen=True, slots=True)
class _Slot:
    """A lambda, what has happened when it is evaluated, and the node from which a path to it is shown."""

    written: Lambda | str | int | None
    history: History
    node: str
    what: str


def _slots(workflow: Workflow, graph: Graph, known: Histories) -> Iterator[_Slot]:
    for node, places in all_declared(workflow):
        if node.id in known.before and node.id not in places.undoing:
            yield from _slots_of(node, known, workflow)
    for edge in graph.edges:
        if edge.end == "succeed" and edge.source in known.before:
            yield _Slot(workflow.result, known.along(edge), edge.source, "the result")


def _slots_of(node: Node, known: Histories, workflow: Workflow) -> Iterator[_Slot]:
    before, done, failed = known.before[node.id], known.succeeded[node.id], known.failed[node.id]
    for name, written in _own(node):
        yield _Slot(written, before, node.id, f"`{name}` of `{node.id}`")
    yield from _arms(written_arms(node), before if isinstance(node, Choice) else done, node.id)
    if isinstance(node, Approval):
        for target in (node.on_approved, node.on_rejected, node.on_timeout):
            yield from _message(target, done, node.id)
    if isinstance(node, Step | Call):
        yield _Slot(_undo_inputs(node, workflow), done, node.id, f"the compensation of `{node.id}`")
    for catch in written_catches(node):
        yield from _message(catch.target, failed, node.id)


def _own(node: Node) -> tuple[tuple[str, Lambda | str | int | None], ...]:
    """The lambdas that are evaluated before the node has done anything, and `until`, which sees no more than they."""
    match node:
        case Step():
            return ("inputs", node.inputs), ("until", node.poll.until if node.poll is not None else None)
        case ForEach():
            return (("items", node.items),)
        case Wait():
            return ("duration", node.duration), ("until", node.until)
        case Approval():
            return (("inputs", node.inputs),)
        case Receive():
            return (("correlate", node.correlate),)
        case Call():
            return ("inputs", node.inputs), ("context", node.context)
        case Choice() | Parallel():
            return ()
        case _:
            assert_never(node)


def _undo_inputs(step: Step | Call, workflow: Workflow) -> Lambda | None:
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
        yield _Slot(arm.condition, history, node, f"a condition of `{node}`")
        yield from _message(arm.target, history, node)


def _message(target: Target | None, history: History, node: str) -> Iterator[_Slot]:
    if isinstance(target, ToFailure):
        yield _Slot(target.message, history, node, f"the `Fail` message of `{node}`")


def _reads(written: Lambda | str | int | None) -> Iterator[StepOutput]:
    if isinstance(written, Lambda) and written.typed is not None:
        for expression in walk(written.typed):
            if isinstance(expression, StepOutput):
                yield expression


def _report(read: StepOutput, slot: _Slot, graph: Graph, found: Diagnostics) -> None:
    message = f"{slot.what} reads `{read.step}`, which has not succeeded on every path to it"
    found.add(
        Diagnostic(
            code=READ_BEFORE_COMPLETED,
            message=message,
            at=Label(read.span),
            notes=(_way_without(read.step, slot.node, graph),),
            help=f'read `steps.get("{read.step}")` and say what holds when it is None, or move the step to the front',
        )
    )


def _way_without(step: str, reader: str, graph: Graph) -> str:
    """How a run gets to the reader without the step, in the list that both stand in or are around."""
    for block in reversed(tuple(graphs_in(graph))):
        done, place = _in_list(step, block), _in_list(reader, block)
        if done is None or place is None:
            continue
        if done != step:  # inside a branch of `done`, which has then ended another way
            return f"without it: a branch of `{done}` can end before `{step}` has succeeded"
        succeeding = frozenset(edge for edge in block.out_of(done) if edge.kind == "success")
        path = path_without(block, place, succeeding)
        if path:
            return f"without it: {_shown(path, succeeding, block)}"
    return f"`{step}` comes later, or on another path"


def _in_list(node: str, graph: Graph) -> str | None:
    """The node of this list that is the given one, or has it inside."""
    if node in graph.nodes:
        return node
    return next((outer for outer, blocks in graph.blocks.items() if any(_in_list(node, one) for one in blocks)), None)


def _shown(path: tuple[str, ...], avoided: frozenset[Edge], graph: Graph) -> str:
    """`price -> bill fails -> tell-sales`."""
    left = []
    for node, following in pairwise(path):
        kinds = {edge.kind for edge in graph.out_of(node) if edge.target == following and edge not in avoided}
        left.append(f"{node} fails" if kinds == {"failure"} else node)
    return " -> ".join((*left, path[-1]))
