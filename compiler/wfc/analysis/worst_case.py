"""How long things may take at worst: interval arithmetic over attempts, delays and the longest path.

A step without a timeout has no bound; it counts as 0 here and is named in `unbounded`: a sum is then a lower bound of
the worst case, and a promise below it is certainly unsafe.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never, final

from wfc.durations import spell_duration
from wfc.ir.nodes import Call, Due, Fail, FailAgain, Goto, Node, Step, Undo, Workflow
from wfc.ir.policies import Retry
from wfc.ir.walk import arms_of, nodes_by_id, targets_of, undoable

LONGEST = 366 * 24 * 3600 * 1000
"""A year in milliseconds: what no delay may exceed (the longest a Step Functions execution lives)."""

MOST_ATTEMPTS = 1000
"""More are refused, and not summed up before they are."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """The worst case of something, in milliseconds; `lines` is the sum written out, `unbounded` what it leaves out."""

    total: int
    lines: tuple[str, ...]
    unbounded: tuple[str, ...] = ()


NOTHING = Bound(total=0, lines=())


def retry_delays(policy: Retry) -> Iterator[int]:
    """The delays behind the failed attempts 1, 2, ... of one policy, in milliseconds, at their longest (S3)."""
    for attempt in range(1, min(policy.max_attempts, MOST_ATTEMPTS + 1)):
        match policy.backoff:
            case "constant":
                delay = float(policy.initial)
            case "linear":
                delay = float(policy.initial * attempt)
            case "exponential":
                delay = policy.initial * policy.multiplier ** min(attempt - 1, 64)
            case _:
                assert_never(policy.backoff)
        capped = min(delay, float(policy.max_interval)) if policy.max_interval is not None else delay
        yield int(min(capped, LONGEST * 10))


def worst_of(name: str, retry: tuple[Retry, ...], timeout: int | None) -> Bound:
    """The worst case of one operation with its retries: `3 x 10s + 1s + 2s = 33s`."""
    delays = [delay for policy in retry for delay in retry_delays(policy)]
    attempts = 1 + len(delays)
    if timeout is None:
        return Bound(total=sum(delays), lines=(), unbounded=(name,))
    total = attempts * timeout + sum(delays)
    terms = [f"{attempts} x {spell_duration(timeout)}" if attempts > 1 else spell_duration(timeout)]
    terms += [spell_duration(delay) for delay in delays[:4]] + (["..."] if len(delays) > 4 else [])
    line = f"{' + '.join(terms)} = {spell_duration(total)}" if len(terms) > 1 else terms[0]
    return Bound(total=total, lines=(f"{name:<20} {line}",))


def worst_of_step(step: Step) -> Bound:
    """All attempts and delays of a step."""
    return worst_of(step.id, step.retry, step.timeout)


def worst_of_workflow(workflow: Workflow) -> Bound:
    """The longest way through the workflow, compensations included (T1)."""
    nodes = nodes_by_id(workflow)
    undoing = {(point.node, point.after): point.undo for point in workflow.failure_points}
    undos = {node.id: _worst_undo(node) for node in undoable(workflow)}
    ahead: dict[str, int] = {}
    onward: dict[str, str | tuple[Undo, ...]] = {}
    for node in reversed(workflow.nodes):  # canonical order is topological
        ways: list[tuple[int, str | tuple[Undo, ...]]] = [(0, ())]
        ways += [(ahead[target.step], target.step) for target in targets_of(node) if isinstance(target, Goto)]
        for after in _failing_ends(node):
            due = tuple(_each_once(undoing[node.id, after]))
            ways.append((sum(undos[undo.step].total for undo in due), due))
        longest, onward[node.id] = max(ways, key=lambda way: way[0])
        ahead[node.id] = _own(node).total + longest
    bounds: list[Bound] = []
    at: str | tuple[Undo, ...] = workflow.entry
    while isinstance(at, str):
        bounds.append(_own(nodes[at]))
        at = onward[at]
    return _sum((*bounds, *(undos[undo.step] for undo in at)))


def _own(node: Node) -> Bound:
    return worst_of_step(node) if isinstance(node, Step) else NOTHING


def _each_once(due: tuple[Due, ...]) -> Iterator[Undo]:
    """What is undone, that of a body counted for one element."""
    for one in due:
        if isinstance(one, Undo):
            yield one
        else:
            yield from _each_once(one.undo)


def _worst_undo(step: Step | Call) -> Bound:
    assert step.compensation is not None
    return worst_of(f"{step.id}:undo", step.compensation.retry, step.compensation.timeout)


def _failing_ends(node: Node) -> Iterator[Literal["failure", "success"]]:
    """After what the node can end the run as failed; errors in lambdas apart, which no author counts with."""
    failing = (Fail, FailAgain)
    if isinstance(node, Step) and not any(not catch.types for catch in node.on_failure):
        yield "failure"
    if any(isinstance(catch.target, failing) for catch in node.on_failure):
        yield "failure"
    if any(isinstance(arm.target, failing) for arm in arms_of(node)):
        yield "success"


def _sum(bounds: Sequence[Bound]) -> Bound:
    return Bound(
        total=sum(bound.total for bound in bounds),
        lines=tuple(line for bound in bounds for line in bound.lines),
        unbounded=tuple(dict.fromkeys(name for bound in bounds for name in bound.unbounded)),
    )
