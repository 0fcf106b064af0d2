"""One node of the surface in its core form: the part of `desugar` that knows every kind of step."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypedDict, assert_never, final

from wfc.analysis.graph import Declared, Graph, declared_in, failure_catches, success_arms
from wfc.analysis.outputs import block_output, called, item_type, workflow_output
from wfc.ir import nodes as core
from wfc.ir import surface
from wfc.ir.builtin_models import decision_type
from wfc.ir.expressions import Attribute, Compare, Const, Expr, Name
from wfc.ir.policies import THREE_ATTEMPTS, Decision, Operation, Retry
from wfc.ir.types import Any, Bool, Choices, Str, Type
from wfc.source import Span

DECISIONS: tuple[Decision, ...] = ("approved", "rejected", "timeout")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
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


def desugar_node(node: surface.Node, graph: Graph, places: Declared, around: Around) -> core.Node:
    """The node in its place in a list, whose graph is `graph`."""
    common = _common(node, places)
    arms = _closed(
        tuple(
            core.Arm(condition=_condition(arm, node), target=_target(arm.target, node, places))
            for arm in success_arms(node, places)
        )
    )
    if isinstance(node, surface.Choice):
        return core.Choice(**common, arms=arms)
    return replace(_beside_choice(node, common, graph, around), on_success=arms)


def _beside_choice(
    node: surface.Step
    | surface.Parallel
    | surface.ForEach
    | surface.Wait
    | surface.Approval
    | surface.Receive
    | surface.Call,
    common: _Common,
    graph: Graph,
    around: Around,
) -> core.Step | core.Parallel | core.ForEach | core.Wait | core.Approval | core.Receive | core.Call:
    """The node but for its success edges."""
    match node:
        case surface.Step():
            return _step(node, common, around)
        case surface.Parallel():
            blocks = zip(node.branches, graph.blocks[node.id], strict=True)
            branches = tuple(_block(block, inner, around) for block, inner in blocks)
            return core.Parallel(**common, on_success=(), branches=branches)
        case surface.ForEach():
            return _for_each(node, common, _block(node.body, graph.blocks[node.id][0], around))
        case surface.Wait():
            duration = node.duration if isinstance(node.duration, int) else _typed(node.duration)
            return core.Wait(**common, on_success=(), duration=duration, until=_text(node.until, node.span))
        case surface.Approval():
            return _approval(node, common, around)
        case surface.Receive():
            return _receive(node, common)
        case surface.Call():
            return _call(node, common, around)
        case _:
            assert_never(node)


def _for_each(node: surface.ForEach, common: _Common, body: core.Block) -> core.ForEach:
    return core.ForEach(
        **common,
        on_success=(),
        items=_required(node.items),
        item=item_type(node),
        body=body,
        max_concurrency=node.max_concurrency,
    )


def _receive(node: surface.Receive, common: _Common) -> core.Receive:
    return core.Receive(
        **common,
        on_success=(),
        event=node.event,
        correlate=_required(node.correlate),
        payload=node.payload or Any(),
        timeout=node.timeout,
    )


def _call(node: surface.Call, common: _Common, around: Around) -> core.Call:
    return core.Call(
        **common,
        on_success=(),
        workflow=node.workflow,
        version=node.version,
        inputs=_typed(node.inputs),
        context=_typed(node.context),
        output=workflow_output(called(around.workflow, node)),
        timeout=node.timeout,
        compensation=_compensation(node.compensation, around),
    )


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


def desugar_unlinked(step: surface.Step, around: Around) -> core.Step:
    """A step that no edge leaves or leads to."""
    common = _Common(id=step.id, description=step.description, on_failure=(), handler=False, span=step.span)
    return _step(step, common, around)


def _step(node: surface.Step, common: _Common, around: Around) -> core.Step:
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
        else core.Poll(until=_required(poll.until), every=poll.every, timeout=poll.timeout, max_polls=poll.max_polls),
    )


def _block(block: surface.Block, graph: Graph, around: Around) -> core.Block:
    places = declared_in(block)
    return core.Block(
        name=block.name,
        entry=graph.entry,
        nodes=tuple(desugar_node(node, graph, places, around) for node in block.steps),
        output=block_output(graph, around.outputs),
        span=block.span,
    )


def _approval(node: surface.Approval, common: _Common, around: Around) -> core.Approval:
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
    written: surface.Compensation | surface.CompensationStep | None, around: Around
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
