"""Reading a surface workflow: its nodes, those inside branches and bodies included, and the transitions they write.

The counterpart of `ir.walk`, which reads the core.
"""

import ast
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from wfc.ir.surface import (
    Approval,
    Arm,
    Block,
    Call,
    Catch,
    Choice,
    CompensationStep,
    ForEach,
    Lambda,
    Node,
    Parallel,
    Step,
    Target,
    Workflow,
)


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
    """The nodes and everything inside them, in order of declaration; a node before what it holds."""
    for node in nodes:
        yield node
        for block in blocks_of(node):
            yield from walk_nodes(block.steps)


def all_nodes(workflow: Workflow) -> tuple[Node, ...]:
    """Every node of the workflow, steps before handlers."""
    return tuple(walk_nodes((*workflow.steps, *workflow.handlers)))


def compensation_steps(workflow: Workflow) -> frozenset[str]:
    """Ids of the steps that other steps name as their compensation."""
    return frozenset(
        node.compensation.step
        for node in all_nodes(workflow)
        if isinstance(node, Step | Call) and isinstance(node.compensation, CompensationStep)
    )


Slot: TypeAlias = tuple[str, Target]
"""A transition with the name of the argument it was written in."""


def written_arms(node: Node) -> tuple[Arm, ...]:
    """The success edges as written: none where O5 supplies one."""
    return (node.transitions if isinstance(node, Choice) else node.on_success) or ()


def written_targets(node: Node) -> Iterator[Slot]:
    """Every target a node writes down, success first, each with its slot."""
    slot = "transitions" if isinstance(node, Choice) else "on_success"
    for arm in written_arms(node):
        yield slot, arm.target
    if isinstance(node, Approval):
        for name in ("on_approved", "on_rejected", "on_timeout"):
            target = getattr(node, name)
            if target is not None:
                yield name, target
    for catch in written_catches(node):
        yield "on_failure", catch.target


def lambda_text(written: Lambda) -> str:
    """A lambda as Python would write it: two of the same text are the same function."""
    return f"lambda {', '.join(written.parameters)}: {ast.unparse(written.body)}"


def written_catches(node: Node) -> tuple[Catch, ...]:
    """The failure edges as written."""
    return node.on_failure or ()


def after_compensation(workflow: Workflow) -> tuple[Step, ...]:
    """The step told after the undo, if there is one: a step, but no node of any graph."""
    return () if workflow.after_compensation is None else (workflow.after_compensation,)
