"""Must a run validate what it is given before anything else? (R1)

So it must where it is asked to, and where an error for want of it could not be caught, but something is to be undone.
"""

from collections.abc import Iterator

from wfc.ir import expressions as ir
from wfc.ir.nodes import Fail, Node, Step, Wait
from wfc.ir.parts import walk
from wfc.ir.walk import all_nodes, arms_of, targets_of, undoable
from wfc_targets.stepfunctions.readback.reading import Reading


def admission_differences(reading: Reading, *, asked: bool) -> Iterator[str]:
    """What is wrong when a run begins. `asked`: by an option."""
    workflow = reading.workflow
    given = workflow.input is not None or workflow.context is not None
    needed = asked or (bool(undoable(workflow)) and any(_reads_loose(reading, *one) for one in _uncaught(reading)))
    if given and needed and not reading.validated:
        yield "a run does not validate what it is given"


def _uncaught(reading: Reading) -> Iterator[tuple[str, ir.Expr]]:
    """The lambdas outside of tasks, and where they stand."""
    if reading.workflow.result is not None:
        yield "", reading.workflow.result
    for node in all_nodes(reading.workflow):
        yield from ((node.id, expr) for expr in _of_node(node) if expr is not None)


def _of_node(node: Node) -> Iterator[ir.Expr | None]:
    yield from (arm.condition for arm in arms_of(node))
    yield from (one.message for one in targets_of(node) if isinstance(one, Fail))
    if isinstance(node, Wait):
        yield from (one for one in (node.until, node.duration) if not isinstance(one, int))
    if isinstance(node, Step) and node.poll:
        yield node.poll.until


def _reads_loose(reading: Reading, node: str, expr: ir.Expr) -> bool:
    loose = reading.loose_at(node)
    return any(isinstance(one, ir.Name) and one.name in loose for one in walk(expr))
