"""Surface to core: defaults applied, implicit edges and ends written out, compensations in one form. Total: earlier
passes have refused what has no meaning. Runs last on the surface, so that every message still speaks of what the author
wrote.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import assert_never, final

from wfc.analysis.graph import Declared, declared, failure_catches, success_arms
from wfc.ir import nodes as core
from wfc.ir import surface
from wfc.ir.expressions import Const, Expr
from wfc.ir.policies import THREE_ATTEMPTS, Cron, Operation
from wfc.ir.types import Str
from wfc.source import Span


def desugar(workflow: surface.Workflow) -> core.Workflow:
    """The core form; nodes are still in order of declaration and `failure_points` is empty."""
    nodes = (*workflow.steps, *workflow.handlers)
    around = _Around(
        defaults=workflow.defaults,
        places=declared(workflow),
        nodes={node.id: node for node in nodes},
        operations={operation.key: operation for operation in workflow.operations},
    )
    kept = tuple(node for node in nodes if node.id not in around.places.undoing)
    return core.Workflow(
        key=workflow.key,
        version=workflow.version,
        name=physical_name(workflow.key, workflow.version),
        title=workflow.title or workflow.key,
        description=workflow.description,
        owners=workflow.owners,
        tags=workflow.tags,
        stability=workflow.stability,
        input=workflow.input,
        context=workflow.context,
        output=workflow.output,
        entry=workflow.entry or kept[0].id,
        nodes=tuple(_node(node, around) for node in kept),
        result=_typed(workflow.result),
        sla=workflow.sla,
        triggers=tuple(_given_all(cron, workflow) for cron in workflow.triggers),
        operations=workflow.operations,
        models=workflow.models,
        failure_points=(),
        file=workflow.file,
        span=workflow.span,
    )


def _given_all(cron: Cron, workflow: surface.Workflow) -> Cron:
    """A trigger that gives nothing to a workflow that takes something means its defaults."""
    input = "{}" if workflow.input is not None and cron.input == "null" else cron.input
    context = "{}" if workflow.context is not None and cron.context == "null" else cron.context
    return replace(cron, input=input, context=context)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What a node needs to know of the workflow it stands in."""

    defaults: surface.Defaults
    places: Declared
    nodes: Mapping[str, surface.Node]
    operations: Mapping[str, Operation]


def physical_name(key: str, version: str) -> str:
    """`payment.flow` 1.4.2 -> `payment_flow_v1`: what the workflow is called on every platform."""
    words = "".join(letter if letter.isalnum() else "_" for letter in key)
    return f"{words}_v{version.partition('.')[0]}"


def _node(node: surface.Node, around: _Around) -> core.Node:
    arms = tuple(
        core.Arm(condition=_typed(arm.condition), target=_target(arm.target, node, around))
        for arm in success_arms(node, around.places)
    )
    catches = tuple(
        core.Catch(types=catch.types or (), target=_target(catch.target, node, around))
        for catch in failure_catches(node, around.places)
    )
    match node:
        case surface.Choice():
            return core.Choice(
                id=node.id,
                description=node.description,
                arms=_closed(arms),
                on_failure=catches,
                handler=node.id in around.places.handlers,
                span=node.span,
            )
        case surface.Step():
            return core.Step(
                id=node.id,
                description=node.description,
                operation=node.operation,
                inputs=_typed(node.inputs),
                retry=node.retry if node.retry is not None else around.defaults.retry or (),
                timeout=_first(node.timeout, around.defaults.timeout, around.operations[node.operation].timeout),
                sla=node.sla,
                compensation=_compensation(node, around),
                on_success=_closed(arms),
                on_failure=catches,
                handler=node.id in around.places.handlers,
                span=node.span,
            )
        case _:
            assert_never(node)


def _closed(arms: tuple[core.Arm, ...]) -> tuple[core.Arm, ...]:
    """An exhaustive list without `Otherwise` (O2, proven by check_graph): when all others were false, the last one is
    true.
    """
    return (*arms[:-1], core.Arm(condition=None, target=arms[-1].target))


def _compensation(node: surface.Step, around: _Around) -> core.Compensation | None:
    match node.compensation:
        case None:
            return None
        case surface.Compensation() as written:
            return core.Compensation(
                operation=written.operation,
                inputs=_typed(written.inputs),
                retry=written.retry if written.retry is not None else (THREE_ATTEMPTS,),
                timeout=_first(written.timeout, around.operations[written.operation].timeout),
                when=written.when,
                span=written.span,
            )
        case surface.CompensationStep(step=name):
            step = around.nodes[name]
            assert isinstance(step, surface.Step)
            return core.Compensation(
                operation=step.operation,
                inputs=_typed(step.inputs),
                retry=step.retry if step.retry is not None else (THREE_ATTEMPTS,),
                timeout=_first(step.timeout, around.operations[step.operation].timeout),
                when="completed",
                span=step.span,
            )
        case _:
            assert_never(node.compensation)


def _target(target: surface.Target, node: surface.Node, around: _Around) -> core.Target:
    match target:
        case surface.ToStep():
            return core.Goto(step=target.step, span=target.span)
        case surface.ToNext():
            following = around.places.following.get(node.id)
            return core.Goto(step=following, span=target.span) if following else core.Succeed(span=target.span)
        case surface.ToSuccess():
            return core.Succeed(span=target.span)
        case surface.ToFailure() if target.type is not None:
            return core.Fail(type=target.type, message=_message(target.message, target.span), span=target.span)
        case surface.ToFailure():
            return core.FailAgain(span=target.span)
        case _:
            assert_never(target)


def _message(message: surface.Lambda | str | None, span: Span) -> Expr | None:
    if isinstance(message, str):
        return Const(value=message, type=Str(), span=span) if message else None
    return _typed(message)


def _typed(written: surface.Lambda | None) -> Expr | None:
    if written is None:
        return None
    assert written.typed is not None, "infer_types let an untyped lambda through"
    return written.typed


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)
