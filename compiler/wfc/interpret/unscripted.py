"""Which outputs a scenario should have scripted and has not: calls that were made, whose output some lambda reads."""

from collections.abc import Iterator

from wfc.interpret.run import Interpreted
from wfc.ir.expressions import Expr, Name, StepOutput
from wfc.ir.nodes import Choice, Fail, Node, Step, Workflow
from wfc.ir.parts import walk
from wfc.ir.walk import arms_of, steps_of, targets_of


def unscripted_outputs(workflow: Workflow, run: Interpreted) -> tuple[str, ...]:
    """Their addresses, in the order of the workflow's steps."""
    read = _read_anywhere(workflow) | {step.id for step in steps_of(workflow) if _reads_own(step)}
    return tuple(step.id for step in steps_of(workflow) if step.id in read & run.unscripted)


def _read_anywhere(workflow: Workflow) -> set[str]:
    return {part.step for expr in _expressions(workflow) for part in walk(expr) if isinstance(part, StepOutput)}


def _reads_own(step: Step) -> bool:
    written = [arm.condition for arm in step.on_success] + [step.compensation and step.compensation.inputs]
    return any(_is_output(part) for expr in written if expr for part in walk(expr))


def _is_output(expr: Expr) -> bool:
    return isinstance(expr, Name) and expr.name == "output"


def _expressions(workflow: Workflow) -> Iterator[Expr]:
    written = [workflow.result]
    for node in workflow.nodes:
        written += [*_inputs(node), *(arm.condition for arm in arms_of(node))]
        written += [target.message for target in targets_of(node) if isinstance(target, Fail)]
    return (expr for expr in written if expr is not None)


def _inputs(node: Node) -> list[Expr | None]:
    match node:
        case Step():
            return [node.inputs, node.compensation and node.compensation.inputs]
        case Choice():
            return []
