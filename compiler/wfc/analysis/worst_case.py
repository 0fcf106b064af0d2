"""How long steps and runs may take at worst: the longest path over what each node may take.

What has no bound (a step without a timeout, an approval that waits for ever, the number of elements) counts as nothing
or once, and is named: a sum is then a lower bound of the worst case, and a promise below it is certainly unsafe.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Literal, TypeAlias, assert_never

from wfc.analysis.bounds import NOTHING, Bound, known, summed, unknown, worst_of
from wfc.durations import spell_duration
from wfc.ir.expressions import ListDisplay
from wfc.ir.nodes import (
    Approval,
    Block,
    Call,
    Choice,
    Due,
    Fail,
    FailAgain,
    ForEach,
    Goto,
    Node,
    Parallel,
    Poll,
    Receive,
    Step,
    Undo,
    Wait,
    Workflow,
)
from wfc.ir.walk import all_nodes, arms_of, child_of, targets_of, undoable

Ends: TypeAlias = Callable[[Node], Iterator[Bound]]
"""What follows when a run ends behind a node: the undoing."""

Calls: TypeAlias = Mapping[str, Bound]
"""What each `Call` of a workflow may take, by its id."""


def worst_of_step(step: Step) -> Bound:
    """All attempts and delays of a step, and all its polls."""
    once = worst_of(step.id, step.retry, step.timeout)
    if step.poll is None:
        return once
    took = spell_duration(once.total)
    until = step.poll.timeout + once.total  # the last poll may begin just in time
    line = f"polls for {spell_duration(step.poll.timeout)}, the last takes {took}"
    counted = until if step.poll.max_polls is None else _counted(step.poll, once)
    if counted < until:
        line = f"{step.poll.max_polls} polls of {took}, {spell_duration(step.poll.every)} between them"
    total = min(until, counted)
    return replace(once, total=total, lines=(f"{step.id:<20} {line} = {spell_duration(total)}",))


def _counted(poll: Poll, once: Bound) -> int:
    most = poll.max_polls or 1
    return most * once.total + (most - 1) * poll.every


def worst_of_workflow(workflow: Workflow) -> Bound:
    """The longest way through the workflow, compensations included (T1). A deadline cuts the way, not the undoing."""
    own = _own_bounds(workflow.nodes, _calls(workflow))
    undoing = {(point.node, point.after): point.undo for point in workflow.failure_points}
    undos = {node.id: _worst_undo(node) for node in undoable(workflow)}

    def ends(node: Node) -> Iterator[Bound]:
        for after in _failing_ends(node):
            yield summed(_undone(undoing[node.id, after], undos))

    longest = _longest(workflow.nodes, workflow.entry, own, ends)
    if workflow.deadline is None:
        return longest
    way = _longest(workflow.nodes, workflow.entry, own, _nothing_follows)
    if way.total <= workflow.deadline and not way.unbounded:
        return longest
    dues = [summed(_undone(undo, undos)) for undo in undoing.values()]
    return summed((known("until the deadline", workflow.deadline), max(dues, key=_total, default=NOTHING)))


def worst_way(workflow: Workflow) -> Bound:
    """The longest way through the workflow, without what undoes it and as if it had no deadline."""
    return _block(workflow, _calls(workflow))


def _nothing_follows(_: Node) -> Iterator[Bound]:
    yield from ()


def _total(bound: Bound) -> int:
    return bound.total


def _block(block: Block | Workflow, calls: Calls) -> Bound:
    return _longest(block.nodes, block.entry, _own_bounds(block.nodes, calls), _nothing_follows)


def _own_bounds(nodes: tuple[Node, ...], calls: Calls) -> dict[str, Bound]:
    return {node.id: _own(node, calls) for node in nodes}


def _longest(nodes: tuple[Node, ...], entry: str, own: Mapping[str, Bound], ends: Ends) -> Bound:
    """The longest way from `entry`, with what follows behind its last node."""
    ahead: dict[str, int] = {}
    onward: dict[str, str | Bound] = {}
    for node in reversed(nodes):  # canonical order is topological
        ways: list[tuple[int, str | Bound]] = [(0, NOTHING)]
        ways += [(ahead[target.step], target.step) for target in targets_of(node) if isinstance(target, Goto)]
        ways += [(end.total, end) for end in ends(node)]
        longest, onward[node.id] = max(ways, key=lambda way: way[0])
        ahead[node.id] = own[node.id].total + longest
    taken: list[Bound] = []
    at: str | Bound = entry
    while isinstance(at, str):
        taken.append(own[at])
        at = onward[at]
    return summed((*taken, at))


def _own(node: Node, calls: Calls) -> Bound:
    match node:
        case Step():
            return worst_of_step(node)
        case Choice():
            return NOTHING
        case Parallel():
            return _parallel(node, calls)
        case ForEach():
            return _for_each(node, calls)
        case Wait():
            return _wait(node)
        case Approval():
            return _approval(node)
        case Receive():
            return _window(node.id, node.timeout)
        case Call():
            return calls[node.id]
        case _:
            assert_never(node)


def _parallel(node: Parallel, calls: Calls) -> Bound:
    branches = [(_block(block, calls), block.name) for block in node.branches]
    longest, name = max(branches, key=lambda branch: branch[0].total)
    unbounded = summed(bound for bound, _ in branches).unbounded
    return replace(longest, lines=(f"{node.id:<20} its branch `{name}`:", *longest.lines), unbounded=unbounded)


def _wait(node: Wait) -> Bound:
    if isinstance(node.duration, int):
        return known(node.id, node.duration)
    return unknown(f"`{node.id}`, which waits for as long or until when it is told")


def _for_each(node: ForEach, calls: Calls) -> Bound:
    """All elements at once take as long as one; of a limited number at a time, how many rounds there are decides."""
    body, limit = _block(node.body, calls), node.max_concurrency
    if limit is None:
        return replace(body, lines=(f"{node.id:<20} its elements, all at once:", *body.lines))
    if not isinstance(node.items, ListDisplay):
        left_out = f"more than {limit} elements of `{node.id}`"
        return summed((replace(body, lines=(f"{node.id:<20} its first elements:", *body.lines)), unknown(left_out)))
    rounds = -(-len(node.items.items) // limit)
    total = rounds * body.total
    last = f"{node.id:<20} {rounds} x {spell_duration(body.total)} = {spell_duration(total)}"
    return replace(body, total=total, lines=(f"{node.id:<20} each element:", *body.lines, last))


def _approval(node: Approval) -> Bound:
    asking = worst_of(f"{node.id}:notify", node.retry, node.notify_timeout)
    return summed((asking, _window(node.id, node.timeout)))


def _window(name: str, timeout: int | None) -> Bound:
    return unknown(f"`{name}`, which may wait for ever") if timeout is None else known(name, timeout)


def _calls(workflow: Workflow) -> Calls:
    """What each call may take, by id; that of the same workflow is reckoned once. A called workflow that is cut by the
    timeout still undoes what it has done (C7).
    """
    wholes: dict[tuple[str, str, int | None], Bound] = {}
    found: dict[str, Bound] = {}
    for node in all_nodes(workflow):
        if not isinstance(node, Call):
            continue
        child, same = child_of(workflow, node), (node.workflow, node.version, node.timeout)
        if same not in wholes:
            ends = [end for end in (child.deadline, node.timeout) if end is not None]
            wholes[same] = worst_of_workflow(replace(child, deadline=min(ends, default=None)))
        found[node.id] = _call(node, wholes[same])
    return found


def _call(node: Call, whole: Bound) -> Bound:
    line = f"{node.id:<20} runs `{node.workflow}`: {spell_duration(whole.total)}"
    return replace(whole, lines=(line,), unbounded=tuple(f"in `{node.id}`: {one}" for one in whole.unbounded))


def _undone(due: tuple[Due, ...], undos: dict[str, Bound]) -> Iterator[Bound]:
    """What is undone, that of a body counted for one element."""
    for one in due:
        if isinstance(one, Undo):
            yield undos[one.step]
        else:
            yield from _undone(one.undo, undos)
            yield unknown(f"undoing more than one element of `{one.for_each}`")


def _worst_undo(node: Step | Call) -> Bound:
    assert node.compensation is not None
    return worst_of(f"{node.id}:undo", node.compensation.retry, node.compensation.timeout)


def _failing_ends(node: Node) -> Iterator[Literal["failure", "success"]]:
    """After what the node can end the run as failed; errors in lambdas apart, which no author counts with."""
    failing = (Fail, FailAgain)
    if not isinstance(node, Choice | Wait) and not any(not catch.types for catch in node.on_failure):
        yield "failure"
    if any(isinstance(catch.target, failing) for catch in node.on_failure):
        yield "failure"
    if any(isinstance(arm.target, failing) for arm in arms_of(node)):
        yield "success"
