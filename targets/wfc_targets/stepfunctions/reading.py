"""Which lambdas a workflow has, where they stand, and what they read of other steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from wfc.ir import expressions as ir
from wfc.ir.nodes import Approval, Call, Fail, ForEach, Node, Receive, Step, Wait, Workflow
from wfc.ir.parts import walk
from wfc.ir.walk import all_nodes, arms_of, targets_of

Kind: TypeAlias = Literal["task", "state", "poll", "undo"]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A lambda of a node ("" for the run's). `place`: in a task, which can catch its error; in another state, which
    cannot, also that of a poll, whose `output` is not the node's yet; or in a compensation."""

    node: str
    place: Kind
    expr: ir.Expr


def readings(workflow: Workflow) -> Iterator[Reading]:
    """Every lambda of a workflow."""
    if workflow.result:
        yield Reading(node="", place="state", expr=workflow.result)
    for node in all_nodes(workflow):
        yield from (_read(node, "state", arm.condition) for arm in arms_of(node) if arm.condition)
        yield from (
            _read(node, "state", one.message) for one in targets_of(node) if isinstance(one, Fail) and one.message
        )
        yield from _of_node(node)
    last = workflow.after_compensation
    if last and last.inputs:
        yield Reading(node="", place="undo", expr=last.inputs)


def _of_node(node: Node) -> Iterator[Reading]:
    match node:
        case Step():
            yield from (_read(node, "task", one) for one in (node.inputs,) if one)
            yield from (_read(node, "poll", node.poll.until) for _ in (node.poll,) if node.poll)
        case ForEach():
            yield _read(node, "task", node.items)
        case Wait():
            yield from (
                _read(node, "state", one) for one in (node.duration, node.until) if one and not isinstance(one, int)
            )
        case Approval():
            yield from (_read(node, "task", one) for one in (node.inputs,) if one)
        case Call():
            yield from (_read(node, "task", one) for one in (node.inputs, node.context) if one)
        case Receive():
            yield _read(node, "task", node.correlate)
        case _:
            pass
    if isinstance(node, Step | Call) and node.compensation and node.compensation.inputs:
        yield _read(node, "undo", node.compensation.inputs)


def _read(node: Node, place: Kind, expr: ir.Expr) -> Reading:
    return Reading(node=node.id, place=place, expr=expr)


def steps_in(reading: Reading) -> Iterator[str]:
    """The nodes whose output, or success, a lambda asks for."""
    for part in walk(reading.expr):
        match part:
            case ir.StepOutput(step=step) | ir.StepDone(step=step):
                yield step
            case ir.Name(name="output") if reading.place != "poll":
                yield reading.node
            case _:
                pass


def reads(reading: Reading, *names: str) -> bool:
    """Does it mention one of these roots?"""
    return any(isinstance(part, ir.Name) and part.name in names for part in walk(reading.expr))
