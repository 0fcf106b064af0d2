"""Shorten a workflow's durations, so that an engine that really waits gets through a scenario quickly."""

from dataclasses import replace
from typing import TypeVar, assert_never

from wfc.ir.nodes import Choice, Compensation, Node, Step, Workflow
from wfc.ir.policies import Operation, Retry, Sla

_Timed = TypeVar("_Timed", Step, Compensation, Operation)


def scale_time(workflow: Workflow, factor: float) -> Workflow:
    """The same workflow with every duration multiplied by `factor` and rounded to milliseconds, never to nothing."""
    return replace(
        workflow,
        nodes=tuple(_node(node, factor) for node in workflow.nodes),
        operations=tuple(_timeout(operation, factor) for operation in workflow.operations),
        sla=_sla(workflow.sla, factor),
    )


def _node(node: Node, factor: float) -> Node:
    match node:
        case Choice():
            return node
        case Step():
            undo = node.compensation
            return replace(
                _timeout(node, factor),
                retry=_retries(node.retry, factor),
                sla=_sla(node.sla, factor),
                compensation=undo and replace(_timeout(undo, factor), retry=_retries(undo.retry, factor)),
            )
        case _:
            assert_never(node)


def _timeout(timed: _Timed, factor: float) -> _Timed:
    return timed if timed.timeout is None else replace(timed, timeout=_scaled(timed.timeout, factor))


def _retries(policies: tuple[Retry, ...], factor: float) -> tuple[Retry, ...]:
    return tuple(
        replace(
            policy,
            initial=_scaled(policy.initial, factor),
            max_interval=None if policy.max_interval is None else _scaled(policy.max_interval, factor),
        )
        for policy in policies
    )


def _sla(sla: Sla | None, factor: float) -> Sla | None:
    return sla and replace(sla, max_duration=_scaled(sla.max_duration, factor))


def _scaled(milliseconds: int, factor: float) -> int:
    return max(1, round(milliseconds * factor)) if milliseconds else 0
