"""The facts that the core IR promises. Reads nothing but the core: what a target made of it must not matter."""

from collections.abc import Iterator
from typing import assert_never

from wfc.ir.delays import delay_after
from wfc.ir.expressions import Expr
from wfc.ir.nodes import (
    Approval,
    Arm,
    Call,
    Catch,
    Choice,
    Compensation,
    Due,
    Fail,
    FailAgain,
    ForEach,
    Goto,
    Node,
    Parallel,
    Receive,
    Step,
    Succeed,
    UndoEach,
    Wait,
    Workflow,
)
from wfc.ir.policies import Retry, Sla
from wfc.ir.walk import arms_of, operations_by_key, walk_nodes
from wfc.validation.facts import FAIL_AGAIN, SUCCEED, Aspect, Attempts, Facts, Render, Way

MOST_DELAYS = 12
"""So many delays of a retry policy are compared; those of a longer one follow the same formula."""

Stated = Iterator[tuple[str, Aspect, object]]


def expected_facts(workflow: Workflow, render: Render) -> Facts:
    """Every fact of a workflow, those of the workflows it calls not included."""
    return {
        (place, aspect): value
        for place, aspect, value in _Reader(workflow, render).workflow()
        if value is not None and value != ()
    }


def attempts(policies: tuple[Retry, ...]) -> tuple[Attempts, ...]:
    """Retry policies by what they come to. One that never tries again says as much as none."""
    if all(policy.max_attempts == 1 for policy in policies):
        return ()
    return tuple(
        Attempts(
            delays=tuple(
                delay_after(policy, failure) for failure in range(1, min(policy.max_attempts, MOST_DELAYS + 1))
            ),
            jitter=policy.jitter == "full",
            only=tuple(sorted(policy.only)),
            never=tuple(sorted(policy.never)),
        )
        for policy in policies
    )


class _Reader:
    """One workflow, and how expressions are written down."""

    def __init__(self, workflow: Workflow, render: Render) -> None:
        self._workflow, self._render = workflow, render
        self._operations = operations_by_key(workflow)

    def workflow(self) -> Stated:
        core = self._workflow
        yield "", Aspect.ENTRY, core.entry
        yield "", Aspect.RESULT, self._written(core.result)
        yield "", Aspect.DEADLINE, core.deadline
        yield "", Aspect.SCHEDULE, tuple((cron.expression, cron.timezone) for cron in core.triggers)
        yield from self._sla("", core.sla)
        for node in walk_nodes(core.nodes):
            yield from self._node(node)
        if core.after_compensation is not None:
            yield from self._of_kind(core.after_compensation)
        for point in core.failure_points:
            aspect = Aspect.UNDO_ON_FAILURE if point.after == "failure" else Aspect.UNDO_ON_SUCCESS
            yield point.node, aspect, tuple(_undone(point.undo))

    def _node(self, node: Node) -> Stated:
        yield from self._of_kind(node)
        yield node.id, Aspect.ON_SUCCESS, tuple(self._arm(arm) for arm in arms_of(node))
        yield node.id, Aspect.ON_FAILURE, tuple(self._catch(catch) for catch in node.on_failure)

    def _of_kind(self, node: Node) -> Stated:
        at = node.id
        match node:
            case Step():
                yield from self._step(node)
            case Choice():
                return
            case Parallel():
                yield at, Aspect.BRANCHES, tuple((branch.name, branch.entry) for branch in node.branches)
            case ForEach():
                yield at, Aspect.ITEMS, self._written(node.items)
                yield at, Aspect.BODY, node.body.entry
                yield at, Aspect.CONCURRENCY, node.max_concurrency
            case Wait():
                yield at, Aspect.UNTIL, self._written(node.until)
                duration = node.duration
                yield at, Aspect.DURATION, duration if isinstance(duration, int) else self._written(duration)
            case Approval():
                yield from self._approval(node)
            case Receive():
                yield at, Aspect.EVENT, node.event
                yield at, Aspect.CORRELATE, self._written(node.correlate)
                yield at, Aspect.TIMEOUT, node.timeout
            case Call():
                yield at, Aspect.OPERATION, f"{node.workflow}@{node.version}"
                yield at, Aspect.INPUTS, self._written(node.inputs)
                yield at, Aspect.CONTEXT, self._written(node.context)
                yield at, Aspect.TIMEOUT, node.timeout
                yield from self._compensation(at, node.compensation)
            case _:
                assert_never(node)

    def _step(self, step: Step) -> Stated:
        yield from self._operation(step.id, step.operation, step.timeout)
        yield step.id, Aspect.INPUTS, self._written(step.inputs)
        yield step.id, Aspect.RETRY, attempts(step.retry)
        yield from self._sla(step.id, step.sla)
        yield from self._compensation(step.id, step.compensation)
        if poll := step.poll:
            yield step.id, Aspect.POLL, (poll.every, poll.timeout, poll.max_polls)
            yield step.id, Aspect.UNTIL, self._written(poll.until)

    def _approval(self, node: Approval) -> Stated:
        yield from self._operation(f"{node.id}:notify", node.notify, node.notify_timeout)
        yield f"{node.id}:notify", Aspect.INPUTS, self._written(node.inputs)
        yield f"{node.id}:notify", Aspect.RETRY, attempts(node.retry)
        yield node.id, Aspect.TIMEOUT, node.timeout
        if remind := node.remind:
            yield from self._operation(f"{node.id}:remind", remind.operation, remind.timeout)
            yield f"{node.id}:remind", Aspect.REMIND_AFTER, remind.after

    def _operation(self, place: str, key: str, timeout: int | None) -> Stated:
        operation = self._operations[key]
        yield place, Aspect.OPERATION, operation.handler
        yield place, Aspect.TIMEOUT, timeout
        yield place, Aspect.KEY, place if operation.takes_key else None

    def _compensation(self, node: str, compensation: Compensation | None) -> Stated:
        if compensation is not None:
            place = f"{node}:undo"
            yield from self._operation(place, compensation.operation, compensation.timeout)
            yield place, Aspect.INPUTS, self._written(compensation.inputs)
            yield place, Aspect.RETRY, attempts(compensation.retry)
            yield place, Aspect.WHEN, compensation.when

    def _sla(self, place: str, sla: Sla | None) -> Stated:
        if sla is None:
            return
        yield place, Aspect.SLA, sla.max_duration
        if sla.alert is not None:
            yield from self._operation(f"{place}:alert", sla.alert, self._operations[sla.alert].timeout)
            yield f"{place}:alert", Aspect.ALERT_AFTER, sla.max_duration if sla.in_flight else None
        for number, one in enumerate(sla.escalate, start=1):
            yield from self._operation(
                f"{place}:alert:{number}", one.operation, self._operations[one.operation].timeout
            )
            yield f"{place}:alert:{number}", Aspect.ALERT_AFTER, one.after

    def _arm(self, arm: Arm) -> Way:
        return self._way(arm.target, condition=self._written(arm.condition))

    def _catch(self, catch: Catch) -> Way:
        return self._way(catch.target, errors=tuple(sorted(catch.types)))

    def _way(
        self, target: Goto | Succeed | Fail | FailAgain, condition: object = None, errors: tuple[str, ...] = ()
    ) -> Way:
        match target:
            case Goto():
                return Way(to=target.step, condition=condition, errors=errors)
            case Succeed():
                return Way(to=SUCCEED, condition=condition, errors=errors)
            case FailAgain():
                return Way(to=FAIL_AGAIN, condition=condition, errors=errors)
            case Fail():
                to, message = f"Fail:{target.type}", self._written(target.message)
                return Way(to=to, condition=condition, errors=errors, message=message)
            case _:
                assert_never(target)

    def _written(self, expr: Expr | None) -> object:
        return None if expr is None else self._render(expr)


def _undone(due: tuple[Due, ...]) -> Iterator[str]:
    """Places in the order of undoing; one behind a `?` only if its node ran, those of a body each for every element."""
    for one in due:
        if isinstance(one, UndoEach):
            yield from (f"{one.for_each}[] {place}" for place in _undone(one.undo))
        else:
            yield f"{one.step}:undo" if one.certain else f"{one.step}:undo?"
