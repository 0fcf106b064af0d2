"""Surface to core: defaults applied, implicit edges and ends written out, compensations in one form. Total: earlier
passes have refused what has no meaning. Runs last on the surface, so that every message still speaks of what the author
wrote.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypedDict, assert_never, final

from wfc.analysis.graph import Declared, Graph, declared, declared_in, failure_catches, success_arms
from wfc.analysis.outputs import block_output, called, item_type, output_types, workflow_output
from wfc.ir import nodes as core
from wfc.ir import surface
from wfc.ir.builtin_models import decision_type
from wfc.ir.expressions import Attribute, Compare, Const, Expr, Name
from wfc.ir.policies import THREE_ATTEMPTS, Cron, Decision, Operation, Retry
from wfc.ir.types import Any, Bool, Choices, Str, Type
from wfc.ir.written import all_nodes
from wfc.source import Span

DECISIONS: tuple[Decision, ...] = ("approved", "rejected", "timeout")


def desugar(workflow: surface.Workflow, graph: Graph, children: tuple[core.Workflow, ...]) -> core.Workflow:
    """The core form; nodes are still in order of declaration and `failure_points` is empty. `graph` is that of the
    surface, `children` are its children in their core form.
    """
    around = _Around(
        workflow=workflow,
        nodes={node.id: node for node in all_nodes(workflow)},
        operations={operation.key: operation for operation in workflow.operations},
        outputs=output_types(workflow, graph),
    )
    places = declared(workflow)
    kept = tuple(node for node in (*workflow.steps, *workflow.handlers) if node.id not in places.undoing)
    after = workflow.after_compensation
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
        nodes=tuple(_node(node, graph, places, around) for node in kept),
        result=_typed(workflow.result),
        deadline=workflow.deadline,
        sla=workflow.sla,
        after_compensation=None if after is None else _step(after, _unlinked(after), around),
        triggers=tuple(_given_all(cron, workflow) for cron in workflow.triggers),
        operations=workflow.operations,
        models=workflow.models,
        failure_points=(),
        children=children,
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

    workflow: surface.Workflow
    nodes: Mapping[str, surface.Node]
    operations: Mapping[str, Operation]
    outputs: Mapping[str, Type]

    def retry(self, written: tuple[Retry, ...] | None) -> tuple[Retry, ...]:
        """The retry of a step that has written this one."""
        return written if written is not None else self.workflow.defaults.retry or ()

    def timeout(self, written: int | None, operation: str) -> int | None:
        """The timeout of each attempt of an operation in a step that has written this one."""
        return _first(written, self.workflow.defaults.timeout, self.operations[operation].timeout)


class _Common(TypedDict):
    """What all nodes have."""

    id: str
    description: str
    on_failure: tuple[core.Catch, ...]
    handler: bool
    span: Span


def physical_name(key: str, version: str) -> str:
    """`payment.flow` 1.4.2 -> `payment_flow_v1`: what the workflow is called on every platform."""
    words = "".join(letter if letter.isalnum() else "_" for letter in key)
    return f"{words}_v{version.partition('.')[0]}"


def _node(node: surface.Node, graph: Graph, places: Declared, around: _Around) -> core.Node:
    common = _common(node, places)
    arms = _closed(
        tuple(
            core.Arm(condition=_condition(arm, node), target=_target(arm.target, node, places))
            for arm in success_arms(node, places)
        )
    )
    match node:
        case surface.Choice():
            return core.Choice(**common, arms=arms)
        case surface.Step():
            return replace(_step(node, common, around), on_success=arms)
        case surface.Parallel():
            blocks = zip(node.branches, graph.blocks[node.id], strict=True)
            branches = tuple(_block(block, inner, around) for block, inner in blocks)
            return core.Parallel(**common, on_success=arms, branches=branches)
        case surface.ForEach():
            return core.ForEach(
                **common,
                on_success=arms,
                items=_required(node.items),
                item=item_type(node),
                body=_block(node.body, graph.blocks[node.id][0], around),
                max_concurrency=node.max_concurrency,
            )
        case surface.Wait():
            duration = node.duration if isinstance(node.duration, int) else _typed(node.duration)
            return core.Wait(**common, on_success=arms, duration=duration, until=_text(node.until, node.span))
        case surface.Approval():
            return replace(_approval(node, common, around), on_success=arms)
        case surface.Receive():
            return core.Receive(
                **common,
                on_success=arms,
                event=node.event,
                correlate=_required(node.correlate),
                payload=node.payload or Any(),
                timeout=node.timeout,
            )
        case surface.Call():
            return core.Call(
                **common,
                on_success=arms,
                workflow=node.workflow,
                version=node.version,
                inputs=_typed(node.inputs),
                context=_typed(node.context),
                output=workflow_output(called(around.workflow, node)),
                timeout=node.timeout,
                compensation=_compensation(node.compensation, around),
            )
        case _:
            assert_never(node)


def _common(node: surface.Node, places: Declared) -> _Common:
    return _Common(
        id=node.id,
        description=node.description,
        on_failure=tuple(
            core.Catch(types=catch.types or (), target=_target(catch.target, node, places))
            for catch in failure_catches(node, places)
        ),
        handler=node.id in places.handlers,
        span=node.span,
    )


def _unlinked(step: surface.Step) -> _Common:
    """For a step that no edge leaves."""
    return _Common(id=step.id, description=step.description, on_failure=(), handler=False, span=step.span)


def _step(node: surface.Step, common: _Common, around: _Around) -> core.Step:
    poll = node.poll
    return core.Step(
        **common,
        on_success=(),
        operation=node.operation,
        inputs=_typed(node.inputs),
        retry=around.retry(node.retry),
        timeout=around.timeout(node.timeout, node.operation),
        sla=node.sla,
        compensation=_compensation(node.compensation, around),
        poll=None
        if poll is None
        else core.Poll(
            until=_required(poll.until), every=poll.every, timeout=poll.timeout, max_polls=poll.max_polls
        ),
    )


def _block(block: surface.Block, graph: Graph, around: _Around) -> core.Block:
    places = declared_in(block)
    return core.Block(
        name=block.name,
        entry=graph.entry,
        nodes=tuple(_node(node, graph, places, around) for node in block.steps),
        output=block_output(graph, around.outputs),
        span=block.span,
    )


def _approval(node: surface.Approval, common: _Common, around: _Around) -> core.Approval:
    edges = {"rejected": node.on_rejected, "timeout": node.on_timeout}
    remind = node.remind
    return core.Approval(
        **common,
        on_success=(),
        notify=node.notify,
        inputs=_typed(node.inputs),
        retry=around.retry(None),
        notify_timeout=around.timeout(None, node.notify),
        form=node.form,
        timeout=node.timeout,
        remind=None
        if remind is None
        else core.Remind(
            after=remind.after, operation=remind.operation, timeout=around.timeout(None, remind.operation)
        ),
        fails=tuple(decision for decision in DECISIONS if decision in edges and edges[decision] is None),
    )


def _condition(arm: surface.Arm, node: surface.Node) -> Expr | None:
    """Of an approval, rejected and timeout come first, so that what is left was approved."""
    if isinstance(node, surface.Approval) and arm.decision != "approved" and arm.decision is not None:
        output = Name(name="output", type=decision_type(node.form), span=arm.span)
        kind = Choices(DECISIONS)
        asked = Attribute(base=output, name="decision", alias="decision", type=kind, span=arm.span)
        answer = Const(value=arm.decision, type=Choices((arm.decision,)), span=arm.span)
        return Compare(op="==", left=asked, right=answer, type=Bool(), span=arm.span)
    return _typed(arm.condition)


def _closed(arms: tuple[core.Arm, ...]) -> tuple[core.Arm, ...]:
    """An exhaustive list without `Otherwise` (O2, proven by check_graph): when all others were false, the last one is
    true.
    """
    return (*arms[:-1], core.Arm(condition=None, target=arms[-1].target))


def _compensation(
    written: surface.Compensation | surface.CompensationStep | None, around: _Around
) -> core.Compensation | None:
    match written:
        case None:
            return None
        case surface.Compensation():
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
            assert_never(written)


def _target(target: surface.Target, node: surface.Node, places: Declared) -> core.Target:
    match target:
        case surface.ToStep():
            return core.Goto(step=target.step, span=target.span)
        case surface.ToNext():
            following = places.following.get(node.id)
            return core.Goto(step=following, span=target.span) if following else core.Succeed(span=target.span)
        case surface.ToSuccess():
            return core.Succeed(span=target.span)
        case surface.ToFailure() if target.type is not None:
            return core.Fail(type=target.type, message=_text(target.message, target.span), span=target.span)
        case surface.ToFailure():
            return core.FailAgain(span=target.span)
        case _:
            assert_never(target)


def _text(written: surface.Lambda | str | None, span: Span) -> Expr | None:
    if isinstance(written, str):
        return Const(value=written, type=Str(), span=span) if written else None
    return _typed(written)


def _required(written: surface.Lambda) -> Expr:
    assert written.typed is not None, "infer_types let an untyped lambda through"
    return written.typed


def _typed(written: surface.Lambda | None) -> Expr | None:
    return None if written is None else _required(written)


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)
