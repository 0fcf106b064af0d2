"""What the helper functions of a generated file must be able to do, so that they hold nothing more."""

from collections.abc import Iterator

from wfc.ir import expressions as ir
from wfc.ir.nodes import Approval, Call, ForEach, Step, Wait, Workflow
from wfc.ir.policies import THREE_ATTEMPTS, Retry
from wfc.ir.walk import all_nodes, arms_of, can_be_late, operations_by_key, steps_of, targets_of, undoable, walk_nodes
from wfc_targets.airflow.bodies import Alert
from wfc_targets.airflow.inner_bodies import Called, Decided, Gather, Join, Pause, Polled, UndoElements
from wfc_targets.airflow.plan import Item, tasks_in
from wfc_targets.airflow.policies import class_traits
from wfc_targets.airflow.policies import traits_of as retry_traits
from wfc_targets.airflow.values import reads_uncertain_steps


def traits_of(workflow: Workflow, tasks: tuple[Item, ...]) -> frozenset[str]:
    """Names of abilities, as the templates ask for them."""
    return frozenset((*_of_workflow(workflow), *_of_tasks(tasks)))


def _of_tasks(tasks: tuple[Item, ...]) -> Iterator[str]:
    for task in tasks_in(tasks):
        if any("execution_timeout" in line for line in task.decorators):
            yield "timeout"
        match task.body:
            case Alert():
                yield "alert"
                yield from retry_traits((THREE_ATTEMPTS,))
            case Decided():
                yield "failed"
            case Called():
                yield from ("failed", "calls")
            case Join(branches=branches):
                yield from ("inside", "failed")
                yield from ("silent" for _, ending in branches if ending.silent)
            case Gather(ending=ending):
                yield from ("inside", "failed", "mapped", *(["silent"] if ending.silent else []))
            case Pause():
                yield "reschedules"
            case Polled():
                yield "poll"
            case UndoElements(steps=steps):
                yield "undo-elements"
                yield from ("timeout" for step in steps if step.timeout is not None)
            case _:
                pass


def _of_workflow(workflow: Workflow) -> Iterator[str]:
    for policies in _policies(workflow):
        yield from retry_traits(policies)
    for node in all_nodes(workflow):
        if isinstance(node, ForEach):
            yield from _of_undo_loops(node)
        if isinstance(node, Step) and node.poll and any(one.max_attempts > 1 for one in node.retry):
            yield from class_traits(node.retry)
            yield "first-match"
    operations = operations_by_key(workflow)
    yield from ("async" for operation in operations.values() if operation.is_async)
    yield from ("key" for operation in operations.values() if operation.takes_key)
    yield from ("model" if operation.argument else "keywords" for operation in operations.values())
    parameters = [parameter for operation in operations.values() for parameter in operation.parameters]
    yield from ("defaults" for parameter in parameters if parameter.default is not None)
    yield from ("keys" for parameter in parameters if parameter.name == "keys")
    if workflow.deadline is not None:
        yield "deadline"
    if can_be_late(workflow):
        yield "late"
    if undoable(workflow):
        yield "compensation"
    if reads_uncertain_steps(_expressions(workflow)):
        yield "uncertain"


def _of_undo_loops(node: ForEach) -> Iterator[str]:
    """A loop over elements retries by the same classes, which must say themselves what they cover."""
    for inner in walk_nodes(node.body.nodes):
        if isinstance(inner, Step | Call) and inner.compensation:
            yield from class_traits(inner.compensation.retry)
            yield "first-match"


def _policies(workflow: Workflow) -> Iterator[tuple[Retry, ...]]:
    yield from (step.retry for step in steps_of(workflow) if step.retry and not step.poll)
    yield from (node.retry for node in all_nodes(workflow) if isinstance(node, Approval) and node.retry)
    if told := workflow.after_compensation:
        yield told.retry
    undone = [node.compensation for node in undoable(workflow)]
    yield from (how.retry for how in undone if how and how.retry)


def _expressions(workflow: Workflow) -> Iterator[ir.Expr | None]:
    yield workflow.result
    yield workflow.after_compensation.inputs if workflow.after_compensation else None
    for node in all_nodes(workflow):
        yield from (arm.condition for arm in arms_of(node))
        yield from (getattr(target, "message", None) for target in targets_of(node))
        match node:
            case Step() | Call():
                yield node.poll.until if isinstance(node, Step) and node.poll else None
                yield node.inputs
                yield node.context if isinstance(node, Call) else None
                yield node.compensation.inputs if node.compensation else None
            case Approval():
                yield node.inputs
            case ForEach():
                yield node.items
            case Wait():
                yield node.until
                yield None if isinstance(node.duration, int) else node.duration
            case _:
                pass
