"""Reading a core workflow: look-ups, edges and the expressions a node holds."""

from collections.abc import Iterator
from typing import assert_never

from wfc.ir.nodes import Arm, Catch, Choice, Node, Step, Target, Workflow
from wfc.ir.policies import Operation
from wfc.ir.types import Model


def nodes_by_id(workflow: Workflow) -> dict[str, Node]:
    """Every node by its id."""
    return {node.id: node for node in workflow.nodes}


def steps_of(workflow: Workflow) -> tuple[Step, ...]:
    """The nodes that run an operation, in canonical order."""
    return tuple(node for node in workflow.nodes if isinstance(node, Step))


def operations_by_key(workflow: Workflow) -> dict[str, Operation]:
    """Every operation by its key."""
    return {operation.key: operation for operation in workflow.operations}


def models_by_path(workflow: Workflow) -> dict[str, Model]:
    """Every model by its path."""
    return {model.path: model for model in workflow.models}


def arms_of(node: Node) -> tuple[Arm, ...]:
    """The success edges."""
    match node:
        case Step():
            return node.on_success
        case Choice():
            return node.arms
        case _:
            assert_never(node)


def catches_of(node: Node) -> tuple[Catch, ...]:
    """The failure edges."""
    return node.on_failure


def targets_of(node: Node) -> Iterator[Target]:
    """Where the node can lead, success first, in the order of decision."""
    for arm in arms_of(node):
        yield arm.target
    for catch in catches_of(node):
        yield catch.target
