"""What every part of the lowering asks of a workflow, worked out once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import final

from wfc.emit.names import unique_names
from wfc.ir import expressions as ir
from wfc.ir.nodes import Fail, Undo, Workflow
from wfc.ir.parts import walk
from wfc.ir.policies import Operation, Sla
from wfc.ir.types import Model
from wfc.ir.walk import arms_of, models_by_path, operations_by_key, steps_of, targets_of
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.defaults import UNCHECKED


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A workflow and its context.

    `validated`: the run's input was validated by the first state; if not, `models` are those that defaults are taken
    from. `due`: what is to be undone after a node's failure or success. `order`: the compensable steps in the order of
    undoing. `read`: the steps whose output, or success, some later state asks for. `entry_points`: by operation.
    """

    workflow: Workflow
    validated: bool
    operations: Mapping[str, Operation]
    entry_points: Mapping[str, str]
    models: Mapping[str, Model]
    due: Mapping[tuple[str, str], tuple[Undo, ...]]
    order: tuple[str, ...]
    read: frozenset[str]


def flow_of(workflow: Workflow, *, validated: bool) -> Flow:
    """The flow of a workflow."""
    compensable = tuple(step.id for step in reversed(steps_of(workflow)) if step.compensation)
    return Flow(
        workflow=workflow,
        validated=validated,
        operations=operations_by_key(workflow),
        entry_points=unique_names((operation.key for operation in workflow.operations), names.MODULES),
        models={} if validated else _models_with_defaults(workflow),
        due={(point.node, point.after): point.undo for point in workflow.failure_points},
        order=compensable,
        read=frozenset(_read(workflow)),
    )


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
    if not any(step.compensation for step in steps_of(workflow)):
        return False
    return any(
        isinstance(part, ir.Name) and part.name in UNCHECKED
        for _, expr in _outside_of_tasks(workflow)
        for part in walk(expr)
    )


def _read(workflow: Workflow) -> Iterator[str]:
    """Steps that an expression mentions, or for which the chain of compensations may ask."""
    for about, expr in _expressions(workflow):
        for part in walk(expr):
            match part:
                case ir.StepOutput(step=step) | ir.StepDone(step=step):
                    yield step
                case ir.Name(name="output"):
                    yield about
                case _:
                    pass
    yield from (step.id for step in steps_of(workflow) if step.compensation)


def _expressions(workflow: Workflow) -> Iterator[tuple[str, ir.Expr]]:
    """Every expression, with the node it belongs to."""
    yield from _outside_of_tasks(workflow)
    for step in steps_of(workflow):
        inputs = (step.inputs, step.compensation and step.compensation.inputs)
        yield from ((step.id, one) for one in inputs if one)


def _outside_of_tasks(workflow: Workflow) -> Iterator[tuple[str, ir.Expr]]:
    if workflow.result:
        yield "", workflow.result
    for node in workflow.nodes:
        yield from ((node.id, arm.condition) for arm in arms_of(node) if arm.condition)
        yield from ((node.id, one.message) for one in targets_of(node) if isinstance(one, Fail) and one.message)
