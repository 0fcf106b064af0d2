"""Which features a core workflow uses, and where: what `check_capabilities` compares with a target's support table."""

from collections.abc import Iterator, Mapping
from typing import assert_never

from wfc.feature import Feature
from wfc.ir.nodes import Catch, Choice, Node, Step, Workflow
from wfc.ir.policies import Cron, Operation, Retry, Sla
from wfc.ir.walk import arms_of, operations_by_key
from wfc.source import Span

BACKOFF = {
    "constant": Feature.RETRY_CONSTANT,
    "linear": Feature.RETRY_LINEAR,
    "exponential": Feature.RETRY_EXPONENTIAL,
}


def used_features(workflow: Workflow) -> tuple[tuple[Feature, Span], ...]:
    """Every use of every feature, in order of the nodes."""
    return tuple(_of_workflow(workflow))


def _of_workflow(workflow: Workflow) -> Iterator[tuple[Feature, Span]]:
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
    operations = operations_by_key(workflow)
    for node in workflow.nodes:
        yield from _of_node(node, operations)


def _has_equal_names(workflow: Workflow) -> bool:
    paths = {model.path for model in workflow.models if not model.path.endswith("()")}
    for operation in workflow.operations:
        paths.update(operation.result_imports, *(one.imports for one in operation.parameters))
    found = {(module, name.partition(".")[0]) for module, _, name in (path.partition(":") for path in paths)}
    return len({name for _, name in found}) < len(found)


def _of_node(node: Node, operations: Mapping[str, Operation]) -> Iterator[tuple[Feature, Span]]:
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
        case _:
            assert_never(node)


def _of_catch(catch: Catch) -> tuple[Feature, Span]:
    return (Feature.ERROR_MATCH if catch.types else Feature.FAILURE_EDGE), catch.target.span


def _of_step(step: Step, operations: Mapping[str, Operation]) -> Iterator[tuple[Feature, Span]]:
    yield Feature.STEP, step.span
    yield from _of_retry(step.retry)
    if step.timeout is not None:
        yield Feature.TIMEOUT, step.span
    if operations[step.operation].takes_key:
        yield Feature.IDEMPOTENCY_KEY, step.span
    if step.sla is not None:
        yield from _of_sla(Feature.SLA_STEP, step.sla)
    if step.compensation is not None:
        attempted = step.compensation.when == "attempted"
        yield (Feature.COMPENSATION_ATTEMPTED if attempted else Feature.COMPENSATION), step.compensation.span
        yield from _of_retry(step.compensation.retry)


def _of_retry(policies: tuple[Retry, ...]) -> Iterator[tuple[Feature, Span]]:
    if len(policies) > 1:
        yield Feature.RETRY_LIST, policies[0].span
    for policy in policies:
        yield BACKOFF[policy.backoff], policy.span
        if policy.max_interval is not None:
            yield Feature.RETRY_CAP, policy.span
        if policy.jitter != "none":
            yield Feature.RETRY_JITTER, policy.span
        if policy.only or policy.never:
            yield Feature.RETRY_FILTER, policy.span


def _of_sla(feature: Feature, sla: Sla) -> Iterator[tuple[Feature, Span]]:
    yield feature, sla.span
    if sla.alert is not None:
        yield Feature.SLA_ALERT, sla.span


def _of_cron(cron: Cron) -> Iterator[tuple[Feature, Span]]:
    yield Feature.TRIGGER_CRON, cron.span
    if cron.catchup:
        yield Feature.CRON_CATCHUP, cron.span
    if cron.overlap != "allow":
        yield (Feature.CRON_OVERLAP_SKIP if cron.overlap == "skip" else Feature.CRON_OVERLAP_QUEUE), cron.span
