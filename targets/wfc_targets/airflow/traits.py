"""What the helper functions of a generated file must be able to do, so that they hold nothing more."""

from collections.abc import Iterator

from wfc.ir import expressions as ir
from wfc.ir.nodes import Choice, Workflow
from wfc.ir.policies import THREE_ATTEMPTS, Retry
from wfc.ir.walk import arms_of, operations_by_key, steps_of
from wfc_targets.airflow.plan import Alert, Marker, Task
from wfc_targets.airflow.policies import traits_of as retry_traits
from wfc_targets.airflow.values import reads_uncertain_steps


def traits_of(workflow: Workflow, tasks: tuple[Task | Marker, ...]) -> frozenset[str]:
    """Names of abilities, as the templates ask for them."""
    return frozenset(_traits(workflow, tasks))


def _traits(workflow: Workflow, tasks: tuple[Task | Marker, ...]) -> Iterator[str]:
    for policies in _policies(workflow):
        yield from retry_traits(policies)
    for task in tasks:
        if isinstance(task, Task) and isinstance(task.body, Alert):
            yield "alert"
            yield from retry_traits((THREE_ATTEMPTS,))
        if isinstance(task, Task) and any("execution_timeout" in line for line in task.decorators):
            yield "timeout"
    operations = operations_by_key(workflow)
    yield from ("async" for operation in operations.values() if operation.is_async)
    yield from ("key" for operation in operations.values() if operation.takes_key)
    yield from ("model" if operation.argument else "keywords" for operation in operations.values())
    parameters = [parameter for operation in operations.values() for parameter in operation.parameters]
    yield from ("defaults" for parameter in parameters if parameter.default is not None)
    if any(step.compensation for step in steps_of(workflow)):
        yield "compensation"
    if reads_uncertain_steps(_expressions(workflow)):
        yield "uncertain"


def _policies(workflow: Workflow) -> Iterator[tuple[Retry, ...]]:
    for step in steps_of(workflow):
        if step.retry:
            yield step.retry
        if step.compensation and step.compensation.retry:
            yield step.compensation.retry


def _expressions(workflow: Workflow) -> Iterator[ir.Expr | None]:
    yield workflow.result
    for node in workflow.nodes:
        yield from (arm.condition for arm in arms_of(node))
        targets = [arm.target for arm in arms_of(node)] + [catch.target for catch in node.on_failure]
        yield from (getattr(target, "message", None) for target in targets)
        if not isinstance(node, Choice):
            yield node.inputs
            yield node.compensation.inputs if node.compensation else None
