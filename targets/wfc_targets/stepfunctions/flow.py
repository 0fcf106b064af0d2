"""What every part of the lowering asks of a workflow, worked out once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, final

from wfc.emit.names import unique_names
from wfc.ir.nodes import Call, Due, ForEach, Node, Parallel, Step, Succeed, Undo, Workflow
from wfc.ir.policies import Operation, Sla
from wfc.ir.types import Model
from wfc.ir.walk import (
    Place,
    all_nodes,
    arms_of,
    blocks_of,
    models_by_path,
    nodes_by_id,
    operations_by_key,
    places,
    steps_of,
    undoable,
)
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.carried import Carries, carries, item_readers, loop_around, loose_loops
from wfc_targets.stepfunctions.defaults import UNCHECKED
from wfc_targets.stepfunctions.reading import Reading, readings, reads, steps_in
from wfc_targets.stepfunctions.telling import Told, asks, told

Undone: TypeAlias = tuple[Undo, ...]
"""Compensations in the order of undoing; those of a ForEach's body are one, of its own name."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A workflow and its context.

    `validated`: the run's input was validated by the first state; if not, `models` are those that defaults are taken
    from. `due`: what is to be undone after a node's failure or success; `each`: what of a ForEach's body is ever;
    `told`: whether `after_compensation` is; `asks_called`: where that is not known, `$called` is asked.
    `read`: the nodes whose output, or success, some later state asks for. `carries`: what leaves branches and bodies.
    `items`: where `item` is read, by ForEach; `loose`: the ForEach whose items nobody has validated.
    `entry_points`: by operation; `limited`: the operations whose input stands beside the limit of a result.
    `unreached`: nodes that nothing leads to, because what would cannot fail.
    """

    workflow: Workflow
    validated: bool
    operations: Mapping[str, Operation]
    entry_points: Mapping[str, str]
    models: Mapping[str, Model]
    due: Mapping[tuple[str, str], Undone]
    each: Mapping[str, tuple[Undone, ...]]
    told: Told
    asks_called: bool
    read: frozenset[str]
    nodes: Mapping[str, Node]
    places: Mapping[str, Place]
    carries: Carries
    items: Mapping[str, frozenset[str]]
    loose: frozenset[str]
    limited: frozenset[str]
    unreached: frozenset[str] = frozenset()


def flow_of(workflow: Workflow, *, validated: bool) -> Flow:
    """The flow of a workflow."""
    lambdas, telling = tuple(readings(workflow)), told(workflow)
    around, read = places(workflow), frozenset(_read(workflow, lambdas))
    leaving = carries(workflow, lambdas)
    return Flow(
        workflow=workflow,
        validated=validated,
        operations=operations_by_key(workflow),
        entry_points=unique_names((operation.key for operation in workflow.operations), names.MODULES),
        models={} if validated else _models_with_defaults(workflow),
        due={(point.node, point.after): _flat(point.undo) for point in workflow.failure_points},
        each=_each(one for point in workflow.failure_points for one in point.undo),
        told=telling,
        asks_called=asks(workflow, telling),
        read=read,
        nodes=nodes_by_id(workflow),
        places=around,
        carries=leaving,
        items=item_readers(workflow, lambdas),
        loose=frozenset() if validated else loose_loops(workflow, lambdas),
        limited=frozenset(
            step.operation
            for step in steps_of(workflow)
            if any(one.id in {*leaving, *read} for one, _ in around[step.id])
        ),
    )


def _flat(dues: Iterable[Due]) -> Undone:
    """A ForEach that never began has no elements, which costs no more than to ask: it is always certain."""
    return tuple(one if isinstance(one, Undo) else Undo(step=one.for_each, certain=True) for one in dues)


def _each(dues: Iterable[Due]) -> dict[str, tuple[Undone, ...]]:
    """All that can be due of the bodies, at any point."""
    found: dict[str, tuple[Undone, ...]] = {}
    for one in dues:
        if not isinstance(one, Undo):
            found[one.for_each] = (*found.get(one.for_each, ()), _flat(one.undo))
            for inner, undone in _each(one.undo).items():
                found[inner] = (*found.get(inner, ()), *undone)
    return found


def without_unreached(flow: Flow, reached: frozenset[str]) -> Flow:
    """The flow when it is known that no state leads to some nodes: their compensations are never due, and nothing is
    behind them."""
    nodes = all_nodes(flow.workflow)
    gone = {node.id for node in nodes if not _may_be_undone(node, reached)}
    unreached = frozenset(node.id for node in nodes) - reached
    telling = told(flow.workflow, unreached)

    def kept(undone: Undone) -> Undone:
        return tuple(one for one in undone if one.step not in gone)

    return replace(
        flow,
        due={point: kept(undone) if point[0] in reached else () for point, undone in flow.due.items()},
        each={loop: tuple(map(kept, ways)) for loop, ways in flow.each.items()},
        told=telling,
        asks_called=asks(flow.workflow, telling),
        unreached=unreached,
    )


def _may_be_undone(node: Node, reached: frozenset[str]) -> bool:
    """Is it reached, and of a ForEach something in it that can be undone?"""
    inside = _compensable(node.body.nodes) if isinstance(node, ForEach) else (node.id,)
    return node.id in reached and not reached.isdisjoint(inside)


def undo_order(nodes: Iterable[Node]) -> tuple[str, ...]:
    """What can be undone of these nodes, in the order of undoing: reverse canonical, a ForEach as one (C2)."""
    return tuple(reversed(tuple(_compensable(nodes))))


def whole_order(flow: Flow) -> tuple[str, ...]:
    """What a run can do when it has failed, in order: everything undone, then the telling."""
    last = flow.workflow.after_compensation
    return (*undo_order(flow.workflow.nodes), *([last.id] if last else []))


def _compensable(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        match node:
            case ForEach():
                yield from [node.id] if any(_compensable(node.body.nodes)) else []
            case Parallel():
                yield from (one for branch in node.branches for one in _compensable(branch.nodes))
            case Step() | Call() if node.compensation is not None:
                yield node.id
            case _:
                pass


def _models_with_defaults(workflow: Workflow) -> Mapping[str, Model]:
    """All models, or none when no field of any has a default."""
    optional = any(not field.required for model in workflow.models for field in model.fields)
    return models_by_path(workflow) if optional else {}


def function_of(flow: Flow, operation: str) -> str:
    """The placeholder of the function that runs an operation."""
    return f"${{{names.parameter(flow.entry_points[operation])}}}"


def alerts(sla: Sla | None) -> Sla | None:
    """The promise, if an operation is called when it is broken."""
    return sla if sla and sla.alert_on_breach and sla.alert else None


def has_step_promises(workflow: Workflow) -> bool:
    """Is some step promised to end in time?"""
    return any(step.sla for step in steps_of(workflow))


def needs_validation(workflow: Workflow) -> bool:
    """Could an input that does not fit end a run without its compensations?

    Only tasks can catch an error: where something is compensated, conditions, messages and the result may not read what
    nobody has validated.
    """
    if not undoable(workflow):
        return False
    lambdas, around = tuple(readings(workflow)), places(workflow)
    loose = loose_loops(workflow, lambdas)
    uncaught = (one for one in lambdas if one.place in {"state", "poll"})
    return any(
        reads(one, *UNCHECKED) or (reads(one, "item") and loop_around(around, one.node) in loose) for one in uncaught
    )


def _read(workflow: Workflow, lambdas: tuple[Reading, ...]) -> Iterator[str]:
    """Nodes that a lambda mentions, for which the chain of compensations may ask, or with whose output a leg ends."""
    read = {step for one in lambdas for step in steps_in(one)} | {node.id for node in undoable(workflow)}
    for node in all_nodes(workflow):
        for block in blocks_of(node):
            read |= {one.id for one in block.nodes if node.id in read and _may_end(one)}
    yield from read


def _may_end(node: Node) -> bool:
    return any(isinstance(arm.target, Succeed) for arm in arms_of(node))
