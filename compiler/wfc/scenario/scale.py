"""Scale a workflow's durations: shorter, so that an engine that really waits gets through a scenario quickly; longer,
so that beside them the time an engine takes itself counts for nothing.

Instants stay what they are, and a `Wait` for an expression's whole seconds can be longer but not shorter.
"""

from dataclasses import replace
from typing import TypeVar, assert_never

from wfc.ir.expressions import Binary, Const, Expr
from wfc.ir.nodes import (
    Approval,
    Block,
    Call,
    Choice,
    Compensation,
    ForEach,
    Node,
    Parallel,
    Poll,
    Receive,
    Remind,
    Step,
    Wait,
    Workflow,
)
from wfc.ir.policies import Operation, Retry, Sla
from wfc.ir.types import Int

_Timed = TypeVar("_Timed", Step, Compensation, Operation, Call, Receive, Remind)


def scale_time(workflow: Workflow, factor: float) -> Workflow:
    """The same workflow with every duration multiplied by `factor` and rounded to milliseconds, never to nothing."""
    told = workflow.after_compensation
    return replace(
        workflow,
        nodes=_nodes(workflow.nodes, factor),
        operations=tuple(_timeout(operation, factor) for operation in workflow.operations),
        deadline=_maybe(workflow.deadline, factor),
        sla=_sla(workflow.sla, factor),
        after_compensation=told and _step(told, factor),
        children=tuple(scale_time(child, factor) for child in workflow.children),
    )


def _nodes(nodes: tuple[Node, ...], factor: float) -> tuple[Node, ...]:
    return tuple(_node(node, factor) for node in nodes)


def _node(node: Node, factor: float) -> Node:
    match node:
        case Choice():
            return node
        case Step():
            return _step(node, factor)
        case Parallel():
            return replace(node, branches=tuple(_block(branch, factor) for branch in node.branches))
        case ForEach():
            return replace(node, body=_block(node.body, factor))
        case Wait():
            return replace(node, duration=_duration(node.duration, factor))
        case Approval():
            return _approval(node, factor)
        case Receive():
            return _timeout(node, factor)
        case Call():
            return replace(_timeout(node, factor), compensation=_compensation(node.compensation, factor))
        case _:
            assert_never(node)


def _duration(duration: Expr | int | None, factor: float) -> Expr | int | None:
    if duration is None or isinstance(duration, int):
        return _maybe(duration, factor)
    if round(factor) <= 1:
        return duration
    times = Const(value=round(factor), type=Int(), span=duration.span)
    return Binary(op="*", left=duration, right=times, type=duration.type, span=duration.span)


def _step(step: Step, factor: float) -> Step:
    return replace(
        _timeout(step, factor),
        retry=_retries(step.retry, factor),
        sla=_sla(step.sla, factor),
        poll=step.poll and _poll(step.poll, factor),
        compensation=_compensation(step.compensation, factor),
    )


def _block(block: Block, factor: float) -> Block:
    return replace(block, nodes=_nodes(block.nodes, factor))


def _approval(node: Approval, factor: float) -> Approval:
    remind = node.remind
    return replace(
        node,
        retry=_retries(node.retry, factor),
        notify_timeout=_maybe(node.notify_timeout, factor),
        timeout=_maybe(node.timeout, factor),
        remind=remind and replace(_timeout(remind, factor), after=_scaled(remind.after, factor)),
    )


def _poll(poll: Poll, factor: float) -> Poll:
    return replace(poll, every=_scaled(poll.every, factor), timeout=_scaled(poll.timeout, factor))


def _compensation(undo: Compensation | None, factor: float) -> Compensation | None:
    return undo and replace(_timeout(undo, factor), retry=_retries(undo.retry, factor))


def _timeout(timed: _Timed, factor: float) -> _Timed:
    return replace(timed, timeout=_maybe(timed.timeout, factor))


def _retries(policies: tuple[Retry, ...], factor: float) -> tuple[Retry, ...]:
    return tuple(
        replace(policy, initial=_scaled(policy.initial, factor), max_interval=_maybe(policy.max_interval, factor))
        for policy in policies
    )


def _sla(sla: Sla | None, factor: float) -> Sla | None:
    return sla and replace(
        sla,
        max_duration=_scaled(sla.max_duration, factor),
        escalate=tuple(replace(one, after=_scaled(one.after, factor)) for one in sla.escalate),
    )


def _maybe(milliseconds: int | None, factor: float) -> int | None:
    return None if milliseconds is None else _scaled(milliseconds, factor)


def _scaled(milliseconds: int, factor: float) -> int:
    return max(1, round(milliseconds * factor)) if milliseconds else 0
