"""Reading a core workflow: look-ups, edges and the expressions a node holds."""

from collections.abc import Iterator
from dataclasses import fields
from typing import assert_never

from wfc.ir.expressions import Entry, Expr, FormatPart
from wfc.ir.nodes import Arm, Catch, Choice, FailurePoint, Goto, Node, Step, Target, Workflow
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


def failure_point(workflow: Workflow, node: str, after: str) -> FailurePoint:
    """The failure point of a node; raises KeyError when the pass that fills them has not run."""
    for point in workflow.failure_points:
        if (point.node, point.after) == (node, after):
            return point
    raise KeyError((node, after))


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


def successors(node: Node) -> tuple[str, ...]:
    """Ids of the nodes it can lead to, each once, in the order of decision."""
    return tuple(dict.fromkeys(target.step for target in targets_of(node) if isinstance(target, Goto)))


def subexpressions(expr: Expr) -> Iterator[Expr]:
    """An expression and everything in it, outermost first."""
    yield expr
    for child in children(expr):
        yield from subexpressions(child)


def children(expr: Expr) -> Iterator[Expr]:
    """The direct parts of an expression, in order of evaluation as far as Python defines one."""
    for field in fields(expr):
        value = getattr(expr, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            match part:
                case Entry(key=key, value=inner):
                    yield from (key, inner) if key is not None else (inner,)
                case FormatPart(value=inner):
                    yield inner
                case _:
                    if isinstance(part, Expr):
                        yield part
