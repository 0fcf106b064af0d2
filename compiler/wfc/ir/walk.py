"""Reading a core workflow: look-ups, edges and the expressions a node holds."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, assert_never

from wfc.ir.builtin_models import decision_type
from wfc.ir.nodes import (
    Approval,
    Arm,
    Block,
    Call,
    Catch,
    Choice,
    ForEach,
    Node,
    Parallel,
    Receive,
    Step,
    Target,
    Wait,
    Workflow,
)
from wfc.ir.policies import Operation
from wfc.ir.types import List, Model, Record, Type


def blocks_of(node: Node) -> tuple[Block, ...]:
    """The lists of steps inside a node: its branches, or its body."""
    match node:
        case Parallel():
            return node.branches
        case ForEach():
            return (node.body,)
        case _:
            return ()


def walk_nodes(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes and everything inside them, in canonical order; a node before what it holds."""
    for node in nodes:
        yield node
        for block in blocks_of(node):
            yield from walk_nodes(block.nodes)


def all_nodes(workflow: Workflow) -> tuple[Node, ...]:
    """Every node, those of branches and bodies included, in canonical order."""
    return tuple(walk_nodes(workflow.nodes))


def nodes_by_id(workflow: Workflow) -> dict[str, Node]:
    """Every node by its id, those of branches and bodies included."""
    return {node.id: node for node in walk_nodes(workflow.nodes)}


def steps_of(workflow: Workflow) -> tuple[Step, ...]:
    """All nodes that run an operation, in canonical order."""
    return tuple(node for node in walk_nodes(workflow.nodes) if isinstance(node, Step))


def undoable(workflow: Workflow) -> tuple[Step | Call, ...]:
    """All nodes with a compensation, in canonical order."""
    return tuple(
        node for node in walk_nodes(workflow.nodes) if isinstance(node, Step | Call) and node.compensation is not None
    )


Place: TypeAlias = tuple[tuple[Parallel | ForEach, str], ...]
"""Where a node stands: the nodes around it from the outside in, each with the name of the branch ("" for a body)."""


def places(workflow: Workflow) -> dict[str, Place]:
    """The place of every node, by id; empty for those of the workflow's own list."""
    return dict(_places(workflow.nodes, ()))


def _places(nodes: Iterable[Node], around: Place) -> Iterator[tuple[str, Place]]:
    for node in nodes:
        yield node.id, around
        if isinstance(node, Parallel | ForEach):
            for block in blocks_of(node):
                yield from _places(block.nodes, (*around, (node, block.name)))


def child_of(workflow: Workflow, call: Call) -> Workflow:
    """The workflow that a call runs."""
    return next(one for one in workflow.children if (one.key, one.version) == (call.workflow, call.version))


def family(workflow: Workflow) -> tuple[Workflow, ...]:
    """A workflow and all that its calls lead to, each once."""
    found = {(workflow.key, workflow.version): workflow}
    for child in workflow.children:
        found |= {(one.key, one.version): one for one in family(child)}
    return tuple(found.values())


def can_be_late(workflow: Workflow) -> bool:
    """Can a node fail with `Deadline`: by the run's own one (T2), or by that of a called workflow (C7)?"""
    return any(one.deadline is not None for one in family(workflow))


def output_type(node: Node, operations: Mapping[str, Operation]) -> Type | None:
    """The type of what `steps[node].output` reads; None for a node without an output."""
    match node:
        case Step():
            return operations[node.operation].output
        case Parallel():
            return Record(tuple((branch.name, branch.output) for branch in node.branches))
        case ForEach():
            return List(node.body.output)
        case Approval():
            return decision_type(node.form)
        case Receive():
            return node.payload
        case Call():
            return node.output
        case Choice() | Wait():
            return None
        case _:
            assert_never(node)


def operations_by_key(workflow: Workflow) -> dict[str, Operation]:
    """Every operation by its key."""
    return {operation.key: operation for operation in workflow.operations}


def models_by_path(workflow: Workflow) -> dict[str, Model]:
    """Every model of the team by its path."""
    return {model.path: model for model in workflow.models}


def arms_of(node: Node) -> tuple[Arm, ...]:
    """The success edges."""
    return node.arms if isinstance(node, Choice) else node.on_success


def catches_of(node: Node) -> tuple[Catch, ...]:
    """The failure edges."""
    return node.on_failure


def targets_of(node: Node) -> Iterator[Target]:
    """Where the node can lead, success first, in the order of decision."""
    for arm in arms_of(node):
        yield arm.target
    for catch in catches_of(node):
        yield catch.target
