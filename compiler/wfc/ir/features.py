"""Which features a core workflow uses, and where: what `check_capabilities` compares with a target's support table.

Every use is reported, so that a target that lacks something says so in each place, with what to do instead. `CANCEL` is
never used by a spec: it is asked for from outside.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, assert_never

from wfc.feature import Feature
from wfc.ir.nodes import (
    Approval,
    Call,
    Catch,
    Choice,
    Compensation,
    ForEach,
    Node,
    Parallel,
    Receive,
    Step,
    Wait,
    Workflow,
)
from wfc.ir.policies import Cron, Operation, Retry, Sla
from wfc.ir.walk import all_nodes, arms_of, operations_by_key, places
from wfc.source import NOWHERE, Span

Use: TypeAlias = tuple[Feature, Span]

BACKOFF = {
    "constant": Feature.RETRY_CONSTANT,
    "linear": Feature.RETRY_LINEAR,
    "exponential": Feature.RETRY_EXPONENTIAL,
}


NESTED: Mapping[tuple[type[Node], type[Node]], Feature] = {
    (ForEach, ForEach): Feature.FOR_EACH_NESTED,
    (ForEach, Parallel): Feature.PARALLEL_IN_FOR_EACH,
    (Parallel, ForEach): Feature.FOR_EACH_IN_PARALLEL,
    (Parallel, Parallel): Feature.PARALLEL_NESTED,
}
"""By the kind of the outer and of the inner node."""


def used_features(workflow: Workflow) -> tuple[Use, ...]:
    """Every use of every feature, in order of the nodes."""
    return tuple(use for _, use in uses_by_element(workflow))


def uses_by_element(workflow: Workflow) -> Iterator[tuple[str, Use]]:
    """Every use with the id of the node it is made at, or the workflow's key."""
    for use in _of_workflow(workflow):
        yield workflow.key, use
    operations, around = operations_by_key(workflow), places(workflow)
    for node in all_nodes(workflow):
        for use in _of_place(node, [one for one, _ in around[node.id]], operations, workflow.deadline is not None):
            yield node.id, use
    if workflow.after_compensation is not None:
        yield workflow.after_compensation.id, (Feature.AFTER_COMPENSATION, workflow.after_compensation.span)
        for use in _of_step(workflow.after_compensation, operations):
            yield workflow.after_compensation.id, use


def _of_workflow(workflow: Workflow) -> Iterator[Use]:
    yield Feature.TRIGGER_MANUAL, workflow.span
    yield Feature.VERSIONS, workflow.span
    if _has_equal_names(workflow):
        yield Feature.EQUAL_NAMES, workflow.span
    if workflow.input is not None or workflow.context is not None:
        yield Feature.INPUT_VALIDATION, workflow.span
    if workflow.result is not None:
        yield Feature.RESULT, workflow.result.span
    if workflow.sla is not None:
        yield from _of_sla(Feature.SLA_WORKFLOW, workflow.sla)
    for trigger in workflow.triggers:
        yield from _of_cron(trigger)
    if workflow.deadline is not None:
        yield Feature.DEADLINE, workflow.span


def _of_place(
    node: Node, outer: list[Parallel | ForEach], operations: Mapping[str, Operation], in_time: bool
) -> Iterator[Use]:
    yield from _of_nesting(node, outer)
    yield from _of_node(node, operations)
    if isinstance(node, Call) and in_time:
        yield Feature.CALL_DEADLINE, node.span


def _has_equal_names(workflow: Workflow) -> bool:
    paths = {model.path for model in workflow.models if not model.path.endswith("()")}
    for operation in workflow.operations:
        paths.update(operation.result_imports, *(one.imports for one in operation.parameters))
    found = {(module, name.partition(".")[0]) for module, _, name in (path.partition(":") for path in paths)}
    return len({name for _, name in found}) < len(found)


def _of_nesting(node: Node, outer: Iterable[Parallel | ForEach]) -> Iterator[Use]:
    for feature in dict.fromkeys(NESTED.get((type(one), type(node))) for one in outer):
        if feature is not None:
            yield feature, node.span
    in_loop = any(isinstance(one, ForEach) for one in outer)
    if in_loop and isinstance(node, Step | Call) and node.compensation is not None:
        yield Feature.FOR_EACH_COMPENSATION, node.compensation.span


def _of_node(node: Node, operations: Mapping[str, Operation]) -> Iterator[Use]:
    for arm in arms_of(node):
        if arm.condition is not None:
            yield Feature.CONDITION, arm.condition.span
    for catch in node.on_failure:
        yield _of_catch(catch)
    match node:
        case Choice():
            yield Feature.CHOICE, node.span
        case Step():
            yield from _of_step(node, operations)
        case Parallel():
            yield Feature.PARALLEL, node.span
        case ForEach():
            yield Feature.FOR_EACH, node.span
            if node.max_concurrency is not None:
                yield Feature.FOR_EACH_LIMIT, node.span
        case Wait():
            yield Feature.WAIT, node.span
        case Approval():
            yield from _of_approval(node, operations)
        case Receive():
            yield Feature.RECEIVE, node.span
        case Call():
            yield from _of_call(node)
        case _:
            assert_never(node)


def _of_catch(catch: Catch) -> Use:
    return (Feature.ERROR_MATCH if catch.types else Feature.FAILURE_EDGE), catch.target.span


def _of_step(step: Step, operations: Mapping[str, Operation]) -> Iterator[Use]:
    yield Feature.STEP, step.span
    yield from _of_retry(step.retry, step.span)
    if step.poll is not None:
        yield Feature.POLL, step.span
    if step.timeout is not None:
        yield Feature.TIMEOUT, step.span
    if operations[step.operation].takes_key:
        yield Feature.IDEMPOTENCY_KEY, step.span
    if step.sla is not None:
        yield from _of_sla(Feature.SLA_STEP, step.sla)
    if step.compensation is not None:
        yield from _of_compensation(step.compensation)


def _of_approval(approval: Approval, operations: Mapping[str, Operation]) -> Iterator[Use]:
    yield Feature.APPROVAL, approval.span
    yield from _of_retry(approval.retry, approval.span)
    if approval.notify_timeout is not None:
        yield Feature.TIMEOUT, approval.span
    if operations[approval.notify].takes_key:
        yield Feature.IDEMPOTENCY_KEY, approval.span
    if approval.remind is not None:
        yield Feature.APPROVAL_REMIND, approval.span


def _of_call(call: Call) -> Iterator[Use]:
    yield Feature.CALL, call.span
    if call.timeout is not None:
        yield Feature.CALL_TIMEOUT, call.span
    if call.compensation is not None:
        yield from _of_compensation(call.compensation)


def _of_compensation(compensation: Compensation) -> Iterator[Use]:
    attempted = compensation.when == "attempted"
    yield (Feature.COMPENSATION_ATTEMPTED if attempted else Feature.COMPENSATION), compensation.span
    yield from _of_retry(compensation.retry, compensation.span)


def _of_retry(policies: tuple[Retry, ...], used: Span) -> Iterator[Use]:
    """The policies of what stands at `used`, which is also the place of a policy that nobody wrote."""
    if len(policies) > 1:
        yield Feature.RETRY_LIST, policies[0].span
    for policy in policies:
        at = used if policy.span == NOWHERE else policy.span
        yield BACKOFF[policy.backoff], at
        if policy.max_interval is not None:
            yield Feature.RETRY_CAP, at
        if policy.jitter != "none":
            yield Feature.RETRY_JITTER, at
        if policy.only or policy.never:
            yield Feature.RETRY_FILTER, at


def _of_sla(feature: Feature, sla: Sla) -> Iterator[Use]:
    yield feature, sla.span
    if sla.alert is not None:
        yield Feature.SLA_ALERT, sla.span
    if sla.in_flight:
        yield Feature.SLA_IN_FLIGHT, sla.span
    for escalate in sla.escalate:
        yield Feature.SLA_ESCALATE, escalate.span


def _of_cron(cron: Cron) -> Iterator[Use]:
    yield Feature.TRIGGER_CRON, cron.span
    if cron.catchup:
        yield Feature.CRON_CATCHUP, cron.span
    if cron.overlap != "allow":
        yield (Feature.CRON_OVERLAP_SKIP if cron.overlap == "skip" else Feature.CRON_OVERLAP_QUEUE), cron.span
