"""Which expressions a node evaluates, and when; which outputs anybody reads."""

from collections.abc import Iterator
from typing import assert_never

from wfc.ir.expressions import Expr, Name, StepDone, StepOutput
from wfc.ir.nodes import (
    Approval,
    Block,
    Call,
    Choice,
    Compensation,
    Fail,
    ForEach,
    Node,
    Parallel,
    Receive,
    Step,
    Succeed,
    Wait,
    Workflow,
)
from wfc.ir.parts import walk
from wfc.ir.types import Any, Null
from wfc.ir.walk import all_nodes, arms_of, blocks_of, catches_of, operations_by_key, output_type, places, targets_of


def own_expressions(node: Node) -> tuple[Expr, ...]:
    """What a node evaluates itself, before or while it is at work."""
    match node:
        case Step():
            found = (node.inputs, node.poll.until if node.poll else None)
        case Wait():
            found = (node.duration if not isinstance(node.duration, int) else None, node.until)
        case ForEach():
            found = (node.items, None)
        case Approval():
            found = (node.inputs, None)
        case Receive():
            found = (node.correlate, None)
        case Call():
            found = (node.inputs, node.context or Name(name="ctx", type=Any(), span=node.span))
        case Choice() | Parallel():
            found = (None, None)
        case _:
            assert_never(node)
    return tuple(expr for expr in found if expr is not None)


def compensation_of(node: Node) -> Compensation | None:
    """How the node is undone."""
    return node.compensation if isinstance(node, Step | Call) else None


def undo_expressions(node: Node) -> tuple[Expr, ...]:
    """What its compensation evaluates."""
    undo = compensation_of(node)
    return (undo.inputs,) if undo and undo.inputs is not None else ()


def way_expressions(node: Node) -> tuple[Expr, ...]:
    """What is evaluated on the way on: conditions, and messages of failures."""
    conditions = [arm.condition for arm in arms_of(node)]
    messages = [target.message for target in targets_of(node) if isinstance(target, Fail)]
    return tuple(expr for expr in (*conditions, *messages) if expr is not None)


def kept_outputs(workflow: Workflow) -> frozenset[str]:
    """The nodes whose output is read: by an expression, or as what a block yields that is itself read."""
    kept = {part.step for _, part in _steps_read(workflow)}
    for node in all_nodes(workflow):
        if any(isinstance(p, Name) and p.name == "output" for e in _outputs_of_its_own(node) for p in walk(e)):
            kept.add(node.id)
    operations = operations_by_key(workflow)
    for node in all_nodes(workflow):  # a node comes before what it holds
        if node.id in kept:
            ends = (one for block in blocks_of(node) for one in block.nodes if yields(one))
            kept |= {one.id for one in ends if output_type(one, operations) not in (None, Null())}
    return frozenset(kept)


def _outputs_of_its_own(node: Node) -> tuple[Expr, ...]:
    return (*undo_expressions(node), *way_expressions(node))


def yields(node: Node) -> bool:
    """Does a block, or the run, end here with success?"""
    return any(isinstance(arm.target, Succeed) for arm in arms_of(node))


def gives_up(block: Block) -> bool:
    """Can the block end with success at a node that has failed?"""
    return any(isinstance(catch.target, Succeed) for node in block.nodes for catch in catches_of(node))


def exported_outputs(workflow: Workflow) -> frozenset[str]:
    """Nodes of a block that are read behind it, where their variables do not reach."""
    blocks = {id: tuple((node.id, name) for node, name in place) for id, place in places(workflow).items()}
    blocks[""] = ()
    return frozenset(
        part.step
        for reader, part in _steps_read(workflow)
        if blocks[reader][: len(blocks[part.step])] != blocks[part.step]
    )


def _steps_read(workflow: Workflow) -> Iterator[tuple[str, StepOutput | StepDone]]:
    """Every reading of a step, with the node that reads; "" for the result, which a run that only fails never makes."""
    has_result = any(isinstance(target, Succeed) for node in workflow.nodes for target in targets_of(node))
    found: list[tuple[str, Expr]] = [("", workflow.result)] if workflow.result is not None and has_result else []
    for node in all_nodes(workflow):
        found += [(node.id, e) for e in (*own_expressions(node), *undo_expressions(node), *way_expressions(node))]
    for reader, expr in found:
        for part in walk(expr):
            if isinstance(part, StepOutput | StepDone):
                yield reader, part
