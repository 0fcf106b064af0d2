"""Which outputs a scenario should have scripted and has not: calls that were made, whose output some lambda reads."""

from collections.abc import Iterator

from wfc.interpret.run import Interpreted
from wfc.ir.expressions import Expr, Name, StepOutput
from wfc.ir.nodes import Call, Node, Step, Succeed, Workflow
from wfc.ir.parts import walk
from wfc.ir.types import Null
from wfc.ir.uses import expressions_of
from wfc.ir.walk import all_nodes, arms_of, blocks_of, child_of, operations_by_key, output_type
from wfc.scenario.spelling import without_indexes


def unscripted_outputs(workflow: Workflow, run: Interpreted) -> tuple[str, ...]:
    """Their addresses without indexes, in the order of the steps; those of a called workflow after its call."""
    called = {without_indexes(address) for address in run.unscripted}
    return tuple(address for address in _read(workflow, "") if address in called)


def _read(workflow: Workflow, run: str) -> Iterator[str]:
    """The addresses whose output some lambda reads, by itself or as part of the output of a block."""
    operations = operations_by_key(workflow)
    read = {part.step for expr in expressions_of(workflow) for part in walk(expr) if isinstance(part, StepOutput)}
    for node in all_nodes(workflow):
        if node.id in read or _reads_own(node):
            read |= _yielding(node)
            if output_type(node, operations) != Null() and isinstance(node, Step | Call):
                yield f"{run}{node.id}"
        if isinstance(node, Call):
            yield from _read(child_of(workflow, node), f"{run}{node.id}/")


def _yielding(node: Node) -> set[str]:
    """The inner nodes whose output becomes part of the output of a block."""
    inner = (one for block in blocks_of(node) for one in block.nodes)
    return {one.id for one in inner if any(isinstance(arm.target, Succeed) for arm in arms_of(one))}


def _reads_own(node: Node) -> bool:
    written = [arm.condition for arm in arms_of(node)]
    if isinstance(node, Step | Call) and node.compensation:
        written.append(node.compensation.inputs)
    if isinstance(node, Step) and node.poll:
        written.append(node.poll.until)
    return any(_is_output(part) for expr in written if expr for part in walk(expr))


def _is_output(expr: Expr) -> bool:
    return isinstance(expr, Name) and expr.name == "output"
